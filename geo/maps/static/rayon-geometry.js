/* Packed coordinates: whole steps of 1e-5 degrees, each pair relative to the one before. */
(() => {
  "use strict";
  const rayon = (window.rayon = window.rayon || {});
  const GRID = 1e5;

  /** Turn a flat list of steps [x, y, dx, dy, …] into Leaflet places. */
  rayon.line = (steps) => {
    const places = new Array(steps.length / 2);
    let x = 0;
    let y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      places[i / 2] = L.latLng(y / GRID, x / GRID);
    }
    return places;
  };

  rayon.lines = (packed) => packed.map(rayon.line);
  rayon.polygons = (packed) => packed.map((rings) => rings.map(rayon.line));
  rayon.place = (x, y) => L.latLng(y / GRID, x / GRID);
  rayon.bounds = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);

  /** Make an element that holds text and nothing else: what people wrote never becomes markup. */
  rayon.element = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
})();
