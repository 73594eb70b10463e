/*
 * Paints areas on a canvas of its own: the colour of their territory, borders, what is chosen, what has moved.
 *
 * A change is painted only in the box around it. While the map is dragged or zoomed the picture moves along; it is
 * painted anew when the map rests.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const NONE = -1;
  const WHITE = "#FFFFFF";
  const INK = "#1B2330";
  const ACCENT = "#3B4CC0";
  const NOBODY = "#E9ECEF";
  const HATCH = "#B6BDC9";
  const ALARM = "rgba(194, 65, 12, 0.55)";
  const OPACITY = { all: 0.82, chosen: 0.95, others: 0.68 };
  const TINT = 0.22;
  const MESH = { style: WHITE, width: 0.55, alpha: 0.75 };
  const MARGIN = 4; // pixels that the widest line stands out of an area's box
  const MOST_BOXES = 12; // changes painted one by one; more are painted in the box around all

  const Canvas = L.Renderer.extend({
    options: { pane: "rayon-blocks", padding: 0.25 },

    initialize(mosaic) {
      L.Renderer.prototype.initialize.call(this, {});
      this.mosaic = mosaic;
      this.owner = new Int32Array(mosaic.length).fill(NONE);
      this.moved = new Uint8Array(mosaic.length);
      this.flashing = new Set();
      this.colours = new Map();
      this.selected = null;
      this.meshed = true; // whether borders within a territory are drawn
      this.colouring = null; // another colour for each area, such as a measure's density: area => colour
    },

    _initContainer() {
      this._container = rayon.element("canvas", "rayon-blocks");
      this.pen = this._container.getContext("2d");
    },

    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      this.placed = this.mosaic.frameOf(this._map); // of the picture, whatever a zoom under way does meanwhile
      this.ratio = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this._container, this._bounds.min);
      Object.assign(this._container, { width: size.x * this.ratio, height: size.y * this.ratio });
      Object.assign(this._container.style, { width: `${size.x}px`, height: `${size.y}px` });
      this.repaint();
    },

    /** Paint everything in view. */
    repaint() {
      if (!this._container?.width) return;
      this._paint(null);
    },

    /** Paint what lies in and around areas that have changed. */
    refresh(areas) {
      if (!this._container?.width || !areas.length) return;
      const boxes = areas.map((area) => this.mosaic.boxes[area]).filter((box) => box[0] <= box[2]);
      const whole = boxes.reduce((all, box) => united(all, box), [Infinity, Infinity, -Infinity, -Infinity]);
      const sum = boxes.reduce((total, box) => total + ground(box), 0);
      if (boxes.length <= MOST_BOXES && 3 * sum < ground(whole)) boxes.forEach((box) => this._paint(box));
      else if (boxes.length) this._paint(whole);
    },

    /** Let areas light up for a moment: what was refused. */
    flash(areas) {
      areas.forEach((area) => this.flashing.add(area));
      this.refresh(areas);
      setTimeout(() => {
        areas.forEach((area) => this.flashing.delete(area));
        if (this._map) this.refresh(areas);
      }, 900);
    },

    _paint(box) {
      const { pen, mosaic, ratio } = this;
      const { scale, x, y } = this.placed;
      const left = x - this._bounds.min.x;
      const top = y - this._bounds.min.y;
      const { width, height } = this._container;
      let clip = [0, 0, width, height];
      if (box) {
        const down = (value, shift) => Math.floor((value * scale + shift - MARGIN) * ratio);
        const up = (value, shift) => Math.ceil((value * scale + shift + MARGIN) * ratio);
        clip = [
          Math.max(0, down(box[0], left)),
          Math.max(0, down(box[1], top)),
          Math.min(width, up(box[2], left)),
          Math.min(height, up(box[3], top)),
        ];
        if (clip[0] >= clip[2] || clip[1] >= clip[3]) return;
      }
      const seen = [0, 1, 2, 3].map((side) => {
        const outward = side < 2 ? -MARGIN : MARGIN;
        return (clip[side] / ratio + outward - (side % 2 ? top : left)) / scale;
      });
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.save();
      pen.beginPath();
      pen.rect(clip[0], clip[1], clip[2] - clip[0], clip[3] - clip[1]);
      pen.clip();
      pen.clearRect(clip[0], clip[1], clip[2] - clip[0], clip[3] - clip[1]);
      pen.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * left, ratio * top);
      this._fill(seen, scale);
      this._stroke(seen, scale);
      pen.restore();
    },

    _fill(seen, scale) {
      const { pen, mosaic, owner, selected } = this;
      const hatch = this._hatch(scale);
      for (let area = 0; area < mosaic.length; area += 1) {
        if (!rayon.overlap(mosaic.boxes[area], seen)) continue;
        const path = mosaic.paths[area];
        const nobody = owner[area] === NONE;
        pen.globalAlpha =
          nobody || this.colouring ? 1 : selected === null ? OPACITY.all : OPACITY[owner[area] === selected ? "chosen" : "others"];
        pen.fillStyle = this.colouring?.(area) || this.colours.get(owner[area]) || NOBODY;
        pen.fill(path, "evenodd");
        if (nobody && !this.colouring) {
          pen.fillStyle = hatch;
          pen.fill(path, "evenodd");
        }
        if (this.moved[area] && !nobody) { // ground of nobody stands out by its hatching
          pen.globalAlpha = TINT;
          pen.fillStyle = ACCENT;
          pen.fill(path, "evenodd");
        }
        if (this.flashing.has(area)) {
          pen.globalAlpha = 1;
          pen.fillStyle = ALARM;
          pen.fill(path, "evenodd");
        }
      }
    },

    _stroke(seen, scale) {
      const { mosaic, owner, moved, selected } = this;
      const kinds = { mesh: [], border: [], chosen: [], moved: [] };
      for (let line = 0; line < mosaic.lines.length; line += 1) {
        if (!rayon.overlap(mosaic.lineBoxes[line], seen)) continue;
        const [one, other] = mosaic.sides[line];
        const [here, there] = [owner[one], other < 0 ? NONE - 1 : owner[other]];
        kinds[here === there ? "mesh" : "border"].push(line);
        if (selected !== null && here !== there && (here === selected || there === selected)) kinds.chosen.push(line);
        if (moved[one] !== (other < 0 ? 0 : moved[other])) kinds.moved.push(line);
      }
      if (this.meshed) this._draw(kinds.mesh, MESH, scale);
      this._draw(kinds.border, { style: WHITE, width: 1.6 }, scale);
      this._draw(kinds.chosen, { style: WHITE, width: 5 }, scale);
      this._draw(kinds.chosen, { style: INK, width: 2.2 }, scale);
      this._draw(kinds.moved, { style: ACCENT, width: 1.4, dash: [4, 3] }, scale);
    },

    _draw(lines, { style, width, alpha = 1, dash = [] }, scale) {
      const { pen, mosaic } = this;
      if (!lines.length) return;
      pen.beginPath();
      for (const line of lines) {
        const places = mosaic.lines[line];
        pen.moveTo(places[0], places[1]);
        for (let i = 2; i < places.length; i += 2) pen.lineTo(places[i], places[i + 1]);
      }
      Object.assign(pen, { strokeStyle: style, lineWidth: width / scale, globalAlpha: alpha });
      Object.assign(pen, { lineJoin: "round", lineCap: dash.length ? "butt" : "round" });
      pen.setLineDash(dash.map((length) => length / scale));
      pen.stroke();
    },

    _hatch(scale) {
      if (!this.tile) {
        this.tile = rayon.element("canvas", "");
        Object.assign(this.tile, { width: 8, height: 8 });
        const pen = this.tile.getContext("2d");
        Object.assign(pen, { strokeStyle: HATCH, lineWidth: 1.2 });
        for (const shift of [-8, 0, 8]) {
          pen.moveTo(shift, 8);
          pen.lineTo(shift + 8, 0);
        }
        pen.stroke();
      }
      const pattern = this.pen.createPattern(this.tile, "repeat");
      pattern.setTransform(new DOMMatrix([1 / scale, 0, 0, 1 / scale, 0, 0]));
      return pattern;
    },
  });

  const ground = (box) => (box[2] - box[0]) * (box[3] - box[1]);
  const united = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];

  rayon.Blocks = Canvas;
  rayon.UNASSIGNED = NONE;
})();
