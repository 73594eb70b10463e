/* Customers as points on one canvas: filled a customer, a ring a prospect, the size by the measure. */
(() => {
  "use strict";
  const rayon = window.rayon;
  const FIELDS = 4; // x, y, size 0 to 100, kind
  const PROSPECT = 1;
  const INK = "#1B2330";
  const WHITE = "#FFFFFF";
  const CROWD = 6000; // points in view from which they are drawn smaller
  const FAR_ZOOM = 8; // up to here points are small and faint, so that territories and names come first
  const NEAR_ZOOM = 10; // from here on points stand out
  const MARGIN = 0.25; // of the view, drawn beyond each edge so that a small drag shows no gap

  class Points {
    constructor(map) {
      this.map = map;
      this.canvas = rayon.element("canvas", "rayon-points");
      this.values = [];
      this.owners = null;
      this.selected = null;
      map.createPane("rayon-points");
      map.on("moveend", () => this.draw());
    }

    /** Draw the points in view and just around it. */
    draw() {
      const map = this.map;
      const size = map.getSize();
      if (!size.x || !size.y || (!this.values.length && !this.layer)) return;
      const margin = size.multiplyBy(MARGIN).round();
      const whole = size.add(margin.multiplyBy(2));
      const corner = (x, y) => map.containerPointToLatLng(L.point(x, y));
      const bounds = L.latLngBounds(corner(-margin.x, -margin.y), corner(size.x + margin.x, size.y + margin.y));
      if (this.layer) this.layer.setBounds(bounds);
      else this.layer = L.svgOverlay(this.canvas, bounds, { pane: "rayon-points" }).addTo(map);
      const ratio = window.devicePixelRatio || 1;
      this.canvas.width = whole.x * ratio;
      this.canvas.height = whole.y * ratio;
      const pen = this.canvas.getContext("2d");
      pen.scale(ratio, ratio);
      pen.translate(margin.x, margin.y);
      this._paint(pen, bounds.pad(0.05));
    }

    _paint(pen, bounds) {
      const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map(
        (degrees) => degrees * 1e5,
      );
      const seen = [];
      for (let i = 0; i < this.values.length; i += FIELDS) {
        const x = this.values[i];
        const y = this.values[i + 1];
        if (x >= west && x <= east && y >= south && y <= north) seen.push(i);
      }
      const scale = this._scale(seen.length);
      const groups = { faint: new Path2D(), strong: new Path2D(), ring: new Path2D(), strongRing: new Path2D() };
      for (const i of seen) {
        const point = this.map.latLngToContainerPoint(rayon.place(this.values[i], this.values[i + 1]));
        const radius = (1.15 + 0.034 * this.values[i + 2]) * scale;
        const strong = this.selected === null || !this.owners || this.owners[i / FIELDS] === this.selected;
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

  /** Whether points differ in size, so that the legend has to say what that means. */
  rayon.sized = (values) => values.some((value, i) => i % FIELDS === 2 && value !== values[2]);
  rayon.Points = Points;
})();
