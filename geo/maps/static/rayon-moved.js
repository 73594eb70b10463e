/*
 * Shows the ground that changes hands: a light grey tint under an outline of ink, over the territories.
 *
 *   rayon.moved(document)   returns the Leaflet layers of a document of kind "moved", to be put on the map
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const INK = "#1B2330";

  rayon.moved = ({ ground }) => {
    const renderer = L.svg({ pane: "rayon-borders", padding: 0.4 });
    const look = { renderer, interactive: false, color: INK, weight: 1.4, fillColor: "#667085", fillOpacity: 0.34 };
    return ground.map((packed) => L.polygon(rayon.polygons(packed), { ...look, lineJoin: "round", smoothFactor: 0.4 }));
  };
})();
