/*
 * Maps that stand side by side on one page show the same ground: where one is moved, the others follow.
 *
 * A map that somebody moves tells the page around it where it is; the others hear of it there. What a map does to follow,
 * or to fit its frame, is not told on, so that nothing goes round in circles; one that is not drawn yet keeps still.
 */
(() => {
  "use strict";
  const MOVED = "rayon-map-moved";
  const page = (() => {
    try {
      return window.parent !== window && window.parent.document ? window.parent : null;
    } catch {
      return null; // a page of somebody else around us hears nothing
    }
  })();

  L.Map.addInitHook(function () {
    if (!page) return;
    const map = this;
    const ready = () => window.rayon?.settled > 0 && map.getSize().x > 0;
    let led = false; // whether it was moved here last, and not elsewhere

    for (const gesture of ["pointerdown", "wheel", "keydown"])
      map.getContainer().addEventListener(gesture, () => (led = true), { passive: true, capture: true });

    const tell = () => {
      if (!led || !ready()) return;
      const { lat, lng } = map.getCenter();
      page.dispatchEvent(new page.CustomEvent(MOVED, { detail: { from: map, lat, lng, zoom: map.getZoom() } }));
    };

    const follow = ({ detail: { from, lat, lng, zoom } }) => {
      if (from === map || !ready()) return;
      led = false;
      window.rayon.frame.hold();
      map.stop();
      map.setView([lat, lng], zoom, { animate: false });
    };

    map.on("move zoomend", tell);
    page.addEventListener(MOVED, follow);
    const leave = () => page.removeEventListener(MOVED, follow);
    window.addEventListener("pagehide", leave);
    map.on("unload", leave);
  });
})();
