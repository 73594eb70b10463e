/*
 * Customers on one canvas: filled a customer, a ring a prospect, the size by the measure; where they are too many for
 * points, hexagons sized by the sum of theirs.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const FIELDS = 4; // of a point: x, y, size 0 to 100, kind; of a hexagon: x, y, count, size
  const PROSPECT = 1;
  const INK = "#1B2330";
  const WHITE = "#FFFFFF";
  const CROWD = 6000; // points in view from which they are drawn smaller
  const FAR_ZOOM = 8; // up to here points are small and faint, so that territories and names come first
  const NEAR_ZOOM = 10; // from here on points stand out
  const MARGIN = 0.25; // of the view, drawn beyond each edge so that a small drag shows no gap
  const SMALLEST_CELL = 0.3; // of its full width that the lightest hexagon is drawn with

  class Points {
    constructor(map, frame) {
      Object.assign(this, { map, frame, selected: null, shown: true });
      this.canvas = rayon.element("canvas", "rayon-points");
      map.createPane("rayon-points");
      map.on("moveend", () => this.draw());
      this.clear();
    }

    /** Draw nobody any more. */
    clear() {
      this.crowd?.close();
      this.crowd = null;
      this._take({ points: [] });
    }

    /** Draw the customers of a document; `name` is the document's. */
    show(layer, name) {
      this.clear();
      this._take(layer);
      if (layer.crowd) this.crowd = new rayon.Crowd(layer.crowd, name, this.frame, () => this.draw());
    }

    /** Show or hide all customers. */
    setShown(shown) {
      if (shown === this.shown) return;
      this.shown = shown;
      this.draw();
    }

    get any() {
      return this.values.length > 0 || this.crowd !== null;
    }

    /** Draw what is in view and just around it. */
    draw() {
      const { map } = this;
      const size = map.getSize();
      if (!size.x || !size.y || (!this.any && !this.layer)) return;
      const margin = size.multiplyBy(MARGIN).round();
      const whole = size.add(margin.multiplyBy(2));
      const corner = (x, y) => map.containerPointToLatLng(L.point(x, y));
      const bounds = L.latLngBounds(corner(-margin.x, -margin.y), corner(size.x + margin.x, size.y + margin.y));
      if (this.layer) this.layer.setBounds(bounds);
      else this.layer = L.svgOverlay(this.canvas, bounds, { pane: "rayon-points" }).addTo(map);
      const ratio = window.devicePixelRatio || 1;
      this.canvas.width = whole.x * ratio;
      this.canvas.height = whole.y * ratio;
      this.seen = [];
      if (!this.shown) return;
      const pen = this.canvas.getContext("2d");
      pen.scale(ratio, ratio);
      pen.translate(margin.x, margin.y);
      const found = this.crowd?.view(bounds);
      if (found?.points) this._take(found);
      if (found?.cells) this._paintCells(pen, bounds.pad(0.05), found);
      else this._paint(pen, bounds.pad(0.05));
    }

    /** The place of the customer drawn nearest to a point of the map, none where the nearest is too far. */
    at(containerPoint, reach) {
      let best = null;
      for (const i of this.seen) {
        const place = rayon.place(this.values[i], this.values[i + 1]);
        const far = this.map.latLngToContainerPoint(place).distanceTo(containerPoint);
        if (far <= (best?.far ?? reach)) best = { place, far };
      }
      return best?.place ?? null;
    }

    _take({ points, owners = null, areas = null, bound = [] }) {
      Object.assign(this, { values: points, owners, areas, bound: new Map(bound), seen: [] });
    }

    /** Whether a customer or hexagon belongs to the chosen territory; all do where none is chosen. */
    _strong(i, { owners, areas, bound }) {
      const { selected } = this;
      const { desk } = this.frame;
      if (selected === null) return true;
      if (bound?.has(i)) return bound.get(i) === selected;
      if (desk?.owner && areas) return desk.ownerOf(areas[i]) === selected;
      return !owners || owners[i] === selected;
    }

    _inside(values, bounds) {
      const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map(
        (degrees) => degrees * 1e5,
      );
      const seen = [];
      for (let i = 0; i < values.length; i += FIELDS) {
        const x = values[i];
        const y = values[i + 1];
        if (x >= west && x <= east && y >= south && y <= north) seen.push(i);
      }
      return seen;
    }

    _paint(pen, bounds) {
      this.seen = this._inside(this.values, bounds);
      const scale = this._scale(this.seen.length);
      const groups = { faint: new Path2D(), strong: new Path2D(), ring: new Path2D(), strongRing: new Path2D() };
      for (const i of this.seen) {
        const point = this.map.latLngToContainerPoint(rayon.place(this.values[i], this.values[i + 1]));
        const radius = (1.15 + 0.034 * this.values[i + 2]) * scale;
        const strong = this._strong(i / FIELDS, this);
        const ring = this.values[i + 3] === PROSPECT;
        const path = ring ? (strong ? groups.strongRing : groups.ring) : strong ? groups.strong : groups.faint;
        path.moveTo(point.x + radius, point.y);
        path.arc(point.x, point.y, radius, 0, 2 * Math.PI);
      }
      const near = Math.min(1, Math.max(0, (this.map.getZoom() - FAR_ZOOM) / (NEAR_ZOOM - FAR_ZOOM)));
      const calm = this.selected === null ? 0.32 + 0.2 * near : 0.6 + 0.25 * near;
      this._fill(pen, groups.faint, 0.18 + 0.12 * near);
      this._ring(pen, groups.ring, 0.25 + 0.15 * near, scale);
      this._fill(pen, groups.strong, calm);
      this._ring(pen, groups.strongRing, calm, scale);
    }

    _paintCells(pen, bounds, layer) {
      const { cells, zoom, pixels } = layer;
      const full = (pixels * 2 ** (this.map.getZoom() - zoom)) / Math.sqrt(3); // from the middle to a corner
      const groups = { faint: new Path2D(), strong: new Path2D() };
      for (const i of this._inside(cells, bounds)) {
        const point = this.map.latLngToContainerPoint(rayon.place(cells[i], cells[i + 1]));
        const radius = full * (SMALLEST_CELL + (1 - SMALLEST_CELL) * (cells[i + 3] / 100));
        const path = this._strong(i / FIELDS, layer) ? groups.strong : groups.faint;
        for (let corner = 0; corner < 6; corner += 1) {
          const turn = Math.PI * (corner / 3 + 1 / 6);
          path[corner ? "lineTo" : "moveTo"](point.x + radius * Math.cos(turn), point.y + radius * Math.sin(turn));
        }
        path.closePath();
      }
      this._fill(pen, groups.faint, 0.16);
      this._fill(pen, groups.strong, this.selected === null ? 0.34 : 0.55);
      Object.assign(pen, { globalAlpha: 0.5, strokeStyle: WHITE, lineWidth: 0.6 });
      [groups.faint, groups.strong].forEach((path) => pen.stroke(path));
    }

    /** Points grow as the map comes closer, and shrink where they are so many that they would hide the territories. */
    _scale(count) {
      const near = Math.min(1.9, Math.max(0.45, 0.6 + (this.map.getZoom() - FAR_ZOOM) * 0.32));
      return near * Math.min(1, (CROWD / Math.max(1, count)) ** 0.32);
    }

    _fill(pen, path, opacity) {
      pen.globalAlpha = opacity;
      pen.fillStyle = INK;
      pen.fill(path);
    }

    _ring(pen, path, opacity, scale) {
      pen.globalAlpha = opacity;
      pen.fillStyle = WHITE;
      pen.fill(path);
      pen.strokeStyle = INK;
      pen.lineWidth = 1.1 * scale;
      pen.stroke(path);
    }
  }

  /** The signs of a document of customers, for the legend. */
  rayon.customerSigns = ({ points, kinds, crowd }) => {
    const differ = points.some((value, i) => i % FIELDS === 2 && value !== points[2]);
    return [
      ...(kinds.includes(0) ? ["customer"] : []),
      ...(kinds.includes(PROSPECT) ? ["prospect"] : []),
      ...(crowd ? ["together"] : []),
      ...((crowd ? crowd.sized : differ) ? ["sized"] : []),
    ];
  };
  rayon.Points = Points;
})();
