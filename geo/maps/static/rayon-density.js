/* Areas coloured by how much of the measure lies on a square kilometre, with the legend that says what colours mean. */
(() => {
  "use strict";
  const rayon = window.rayon;
  const COLOURS = ["#FFFFD9", "#C7E9B4", "#7FCDBB", "#41B6C4", "#2C7FB8", "#253494"]; // light to dark for every eye
  const NOTHING = "#F3F4F2";
  const MONEY = ["revenue", "potential"];
  const LARGE = 1e6; // from here on amounts are written in thousands or millions
  const METRES = 40075016.686 / 256; // a pixel of zoom 0 at the equator
  const ZOOM = 10; // of the mosaic's pixels

  class Density {
    constructor(map, frame) {
      this.frame = frame;
      const control = L.control({ position: "bottomleft" });
      control.onAdd = () => {
        this.legend = rayon.element("div", "rayon-density");
        L.DomEvent.disableClickPropagation(this.legend);
        return this.legend;
      };
      control.addTo(map);
      this.legend.hidden = true;
    }

    speak(words) {
      this.words = words;
    }

    /** What colours tell of, with its unit: the measure that the map is looked at in. */
    get title() {
      const { words } = this;
      const { board } = this.frame;
      const measure = board?.desk.measures?.[board.measure ?? board.desk.balanced] ?? "customers";
      return words[`density_${measure}`] ?? words.density.replace("{measure}", () => measure);
    }

    /** Colour the areas of an edited map, or give them their territories' colours back. */
    apply(on) {
      const { board } = this.frame;
      this.legend.hidden = !on || !board;
      if (!board) return;
      const { blocks, desk, mosaic } = board;
      if (!on && !blocks.colouring) return;
      if (on) {
        const measure = board.measure ?? desk.balanced;
        const values = desk.weights[measure].map((weight, area) => weight / surface(mosaic, area));
        const limits = steps(values);
        blocks.colouring = (area) => (values[area] > 0 ? COLOURS[kind(values[area], limits)] : NOTHING);
        this._legend(desk.measures[measure], limits);
      } else blocks.colouring = null;
      blocks.repaint();
    }

    _legend(measure, limits) {
      const money = MONEY.includes(measure) ? { style: "currency", currency: "EUR" } : {};
      const notation = limits.at(-1) >= LARGE ? "compact" : "standard";
      const number = new Intl.NumberFormat(this.frame.language, { ...money, notation, maximumSignificantDigits: 2 });
      const ends = limits.map((limit) => number.format(limit));
      const rows = COLOURS.slice(0, limits.length + 1).map((colour, i) => {
        const row = rayon.element("div", "rayon-legend-row");
        const swatch = rayon.element("i", "rayon-swatch rayon-swatch-density");
        swatch.style.backgroundColor = colour;
        const from = i === 0 ? "0" : ends[i - 1];
        row.append(swatch, rayon.element("span", "", i < ends.length ? `${from} – ${ends[i]}` : `> ${from}`));
        return row;
      });
      this.legend.replaceChildren(rayon.element("div", "rayon-density-title", this.title), ...rows);
    }
  }

  /** Limits between the colours: as many areas in each, rounded to what people read, never the same twice. */
  const steps = (values) => {
    const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
    if (!sorted.length) return [];
    const limits = COLOURS.slice(1).map((_, i) => sorted[Math.floor((sorted.length * (i + 1)) / COLOURS.length)]);
    return [...new Set(limits.map((limit) => Number(limit.toPrecision(2))))];
  };

  const kind = (value, limits) => limits.filter((limit) => value >= limit).length;

  /** Square kilometres of an area as it is drawn. */
  const surface = (mosaic, area) => {
    const [, y] = mosaic.steps(mosaic.middle(area));
    const pixel = (METRES * Math.cos((y / 1e5) * (Math.PI / 180))) / 2 ** ZOOM / 1000;
    return Math.max(mosaic.ground(area) * pixel * pixel, 1e-3);
  };

  rayon.Density = Density;
})();
