/* What floats over the map: heading, legend, zoom, scale, sources, and what went wrong. */
(() => {
  "use strict";
  const rayon = window.rayon;

  const floating = (position, className) => {
    const control = L.control({ position });
    control.onAdd = () => {
      control.box = rayon.element("div", className);
      L.DomEvent.disableClickPropagation(control.box);
      control.box.hidden = true;
      return control.box;
    };
    return control;
  };

  class Controls {
    constructor(map) {
      this.sources = floating("bottomright", "rayon-sources").addTo(map);
      this.zoom = L.control.zoom({ position: "bottomright" }).addTo(map);
      this.scale = L.control.scale({ position: "bottomright", imperial: false, maxWidth: 90 }).addTo(map);
      this.legend = floating("bottomleft", "rayon-legend").addTo(map);
      this.tools = floating("topleft", "rayon-tools").addTo(map);
      this.heading = floating("topleft", "rayon-heading").addTo(map);
      this.alert = floating("topleft", "rayon-alert").addTo(map);
      this.alert.box.setAttribute("role", "alert");
      this.container = map.getContainer();
      map.on("resize", () => this._keepClear());
    }

    /** Say what zooms in the reader's language. */
    speak(words) {
      const buttons = this.zoom.getContainer().querySelectorAll("a");
      [words.zoom_in, words.zoom_out].forEach((text, i) => {
        buttons[i].title = text;
        buttons[i].setAttribute("aria-label", text);
      });
    }

    /** Show the signs that are on the map: kinds of swatch, texts, colours. */
    setLegend(entries) {
      this._fill(
        this.legend.box,
        entries.map(([kind, text, colour]) => {
          const row = rayon.element("div", "rayon-legend-row");
          const swatch = rayon.element("i", `rayon-swatch rayon-swatch-${kind}`);
          if (colour) swatch.style.backgroundColor = colour;
          row.append(swatch, rayon.element("span", "", text));
          return row;
        }),
      );
    }

    setSources(texts) {
      this._fill(this.sources.box, texts.length ? [rayon.element("span", "", texts.join(" · "))] : []);
      this._keepClear();
    }

    /** On a narrow map sources take several lines, over which what stands in the other corner begins. */
    _keepClear() {
      this.container.style.setProperty("--rayon-sources", `${this.sources.box.offsetHeight}px`);
    }

    setHeading(title, line) {
      const parts = [];
      if (title) parts.push(rayon.element("h1", "", title));
      if (line) parts.push(rayon.element("p", "", line));
      this._fill(this.heading.box, parts);
    }

    setAlert(text) {
      this._fill(this.alert.box, text ? [rayon.element("span", "", text)] : []);
    }

    /** The places that names of towns keep clear of, in pixels of the map. */
    obstacles(container) {
      const origin = container.getBoundingClientRect();
      return [...container.querySelectorAll(".leaflet-control")]
        .filter((element) => !element.hidden)
        .map((element) => element.getBoundingClientRect())
        .map((r) => [r.left - origin.left, r.top - origin.top, r.right - origin.left, r.bottom - origin.top]);
    }

    _fill(box, parts) {
      box.replaceChildren(...parts);
      box.hidden = parts.length === 0;
    }
  }

  rayon.Controls = Controls;
})();
