/*
 * Names on the map: territories first, those outside what was agreed from the farthest down and the others from the
 * largest, then towns by rank. No two names ever overlap; a name that finds no room is left out until the map is closer.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const FAMILY = '"Hanken Grotesk Variable", "Hanken Grotesk", system-ui, sans-serif';
  const LARGE = { name: { font: `650 14px ${FAMILY}`, height: 18 }, line: { font: `500 12.5px ${FAMILY}`, height: 17 } };
  const SMALL = { name: { font: `650 12px ${FAMILY}`, height: 15 }, line: { font: `500 12px ${FAMILY}`, height: 15 } };
  const SMALL_VIEW = 600; // pixels across, below which the style sheet writes territories small
  const TOWN = { font: `500 12px ${FAMILY}`, height: 15 };
  const PILL_PADDING = 8;
  const DOT = 3.5;
  const GAP = 3;
  const MOST_TOWNS = 60;
  const OWN_NAME_ZOOM = 9.4; // from here on, a town is named although its territory has the same name
  const RANK_ZOOMS = [8.2, 8.9, 9.6, 10.4, 11.2]; // from each on, towns of one rank more are named
  const pen = document.createElement("canvas").getContext("2d");

  const width = (text, style) => {
    pen.font = style.font;
    return Math.ceil(pen.measureText(text).width);
  };
  const overlaps = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  /** How far a territory lies outside what was agreed, as far as its words tell apart; 0 for one that does not. */
  const urgency = ({ attention, deviation }) => (attention ? 1 + Math.round(Math.abs(deviation) * 1000) : 0);

  class Labels {
    constructor(map) {
      this.map = map;
      this.pane = map.createPane("rayon-labels");
      this.territories = [];
      this.towns = [];
      this.townless = false; // whether towns are left out
      this.obstacles = () => [];
      map.on("zoomstart", () => (this.pane.style.opacity = 0));
      map.on("moveend", () => this.draw());
    }

    /** Lay out every name anew for the part of the map that is in view. */
    draw() {
      const size = this.map.getSize();
      this.pane.style.opacity = 1;
      this.pane.replaceChildren();
      if (!size.x || !size.y) return;
      this.view = [0, 0, size.x, size.y];
      this.taken = [];
      this.style = size.x < SMALL_VIEW ? SMALL : LARGE;
      this._territories();
      this._towns();
    }

    /** Rewrite the second line of a territory where it stands. */
    rewrite(territory) {
      const line = territory.label?.querySelector(".rayon-label-line");
      if (!line) return;
      line.textContent = territory.line;
      line.classList.toggle("rayon-pill", territory.attention);
    }

    _territories() {
      const blocked = this.obstacles();
      const order = this.territories
        .filter((t) => t.name && t.anchors.length)
        .sort((a, b) => b.selected - a.selected || urgency(b) - urgency(a) || b.size - a.size);
      for (const territory of order) {
        territory.label = null;
        const whole = this._block(territory, true);
        const name = this._block(territory, false);
        if (this._place(territory, whole, blocked) || this._place(territory, name, blocked)) continue;
        if (territory.selected || territory.attention) this._place(territory, name, []);
      }
    }

    _block(territory, withLine) {
      const line = withLine ? territory.line : "";
      const { name, line: below } = this.style;
      const lineWidth = line ? width(line, below) + (territory.attention ? 2 * PILL_PADDING : 0) : 0;
      return {
        line,
        width: Math.max(width(territory.name, name), lineWidth),
        height: name.height + (line ? below.height + (territory.attention ? 3 : 0) : 0),
      };
    }

    _place(territory, block, blocked) {
      for (const [x, y] of territory.anchors) {
        const point = this.map.latLngToContainerPoint(rayon.place(x, y));
        const left = Math.round(point.x - block.width / 2);
        const top = Math.round(point.y - block.height / 2);
        const box = [left, top, left + block.width, top + block.height];
        if (!this._free(box, blocked)) continue;
        const label = rayon.element("div", "rayon-label");
        label.style.width = `${block.width}px`;
        label.append(rayon.element("span", "rayon-label-name", territory.name));
        if (block.line) {
          const kind = territory.attention ? "rayon-label-line rayon-pill" : "rayon-label-line";
          label.append(rayon.element("span", kind, block.line));
        }
        this._put(label, box);
        territory.label = label;
        return true;
      }
      return false;
    }

    _towns() {
      if (this.townless) return;
      const zoom = this.map.getZoom();
      const closest = 1 + RANK_ZOOMS.filter((limit) => zoom >= limit).length;
      const bounds = this.map.getBounds();
      const said = new Set(zoom < OWN_NAME_ZOOM ? this.territories.map((t) => t.name) : []);
      const blocked = this.obstacles();
      let left = MOST_TOWNS;
      for (const [name, x, y, rank] of this.towns) {
        const place = rayon.place(x, y);
        if (rank > closest || left === 0 || said.has(name) || !bounds.contains(place)) continue;
        const point = this.map.latLngToContainerPoint(place);
        const wide = width(name, TOWN);
        const sides = [
          [point.x - DOT, point.x + DOT + GAP + wide, ""],
          [point.x - DOT - GAP - wide, point.x + DOT, " rayon-town-left"],
        ];
        for (const [from, to, side] of sides) {
          const box = [from, point.y - TOWN.height / 2, to, point.y + TOWN.height / 2].map(Math.round);
          if (!this._free(box, blocked)) continue;
          const label = rayon.element("div", `rayon-town${side}`);
          label.append(rayon.element("i", "rayon-dot"), rayon.element("span", "", name));
          this._put(label, box);
          left -= 1;
          break;
        }
      }
    }

    _free(box, blocked) {
      const inView = box[0] >= 2 && box[1] >= 2 && box[2] <= this.view[2] - 2 && box[3] <= this.view[3] - 2;
      const roomy = [box[0] - GAP, box[1] - 1, box[2] + GAP, box[3] + 1];
      return inView && ![...this.taken, ...blocked].some((other) => overlaps(roomy, other));
    }

    _put(label, box) {
      this.taken.push(box);
      const point = this.map.containerPointToLayerPoint([box[0], box[1]]);
      L.DomUtil.setPosition(label, point.round());
      this.pane.append(label);
    }
  }

  rayon.Labels = Labels;
})();
