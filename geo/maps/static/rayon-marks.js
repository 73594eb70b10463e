/*
 * Marks places that need a look: a ring of one size at any zoom, and the outline of the place.
 *
 *   rayon.marks(document)   returns the Leaflet layers of a document of kind "marks", to be put on the map
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const WRONG = "#C2410C";
  const STEPS = 1e5;

  rayon.marks = ({ points, lines }) => {
    const renderer = L.svg({ pane: "rayon-borders", padding: 0.4 });
    const still = { renderer, interactive: false, color: WRONG };
    const outlines = L.polyline(rayon.lines(lines), { ...still, weight: 1.6, smoothFactor: 0.5 });
    const rings = [];
    for (let at = 0; at < points.length; at += 2) {
      const place = [points[at + 1] / STEPS, points[at] / STEPS];
      rings.push(L.circleMarker(place, { ...still, radius: 9, weight: 2.5, fillColor: WRONG, fillOpacity: 0.18 }));
    }
    return [outlines, ...rings];
  };
})();
