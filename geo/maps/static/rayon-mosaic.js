/*
 * The ground of an edited map: areas, the borders between them, and which area lies where.
 *
 * Everything is kept in pixels of one reference zoom from one origin, so that a picture of any zoom is only a scale.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const GRID = 1e5;
  const REFERENCE_ZOOM = 10;
  const WORLD = 256 * 2 ** REFERENCE_ZOOM;
  const CELLS = 128; // of the index of places, a side
  const SAMPLES = 7; // places a side at which an area is asked how much of it lies within a drawn line
  const STEP = 3; // pixels between two looks under a hand that moves fast

  const eastward = (x) => WORLD * (x / GRID / 360 + 0.5);
  const southward = (y) => {
    const sine = Math.sin((y / GRID) * (Math.PI / 180));
    return WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
  };

  /** Turn steps into reference pixels: x, y, x, y, … */
  const projected = (steps, [left, top]) => {
    const places = new Float64Array(steps.length);
    let x = 0;
    let y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      places[i] = eastward(x) - left;
      places[i + 1] = southward(y) - top;
    }
    return places;
  };

  const extended = (box, places) => {
    for (let i = 0; i < places.length; i += 2) {
      box[0] = Math.min(box[0], places[i]);
      box[1] = Math.min(box[1], places[i + 1]);
      box[2] = Math.max(box[2], places[i]);
      box[3] = Math.max(box[3], places[i + 1]);
    }
    return box;
  };
  const nowhere = () => [Infinity, Infinity, -Infinity, -Infinity];
  const overlap = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

  /** How often a ring goes round a place; rings of an area never go round twice. */
  const winding = (ring, x, y) => {
    let turns = 0;
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const below = ring[j + 1] <= y;
      if (below === ring[i + 1] <= y) continue;
      const side = (ring[i] - ring[j]) * (y - ring[j + 1]) - (x - ring[j]) * (ring[i + 1] - ring[j + 1]);
      if (below ? side > 0 : side < 0) turns += below ? 1 : -1;
    }
    return turns;
  };

  /** Signed surface of a ring; a hole turns the other way. */
  const surface = (ring) => {
    let sum = 0;
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) sum += ring[j] * ring[i + 1] - ring[i] * ring[j + 1];
    return sum / 2;
  };

  class Mosaic {
    constructor({ codes, names, polygons, lines, sides }) {
      Object.assign(this, { codes, names, sides });
      this.length = polygons.length;
      const first = polygons.find((parts) => parts.length)?.[0][0] || [0, 0];
      this.origin = [Math.round(eastward(first[0])), Math.round(southward(first[1]))];
      this.rings = polygons.map((parts) => parts.flat().map((ring) => projected(ring, this.origin)));
      this.boxes = this.rings.map((rings) => rings.reduce(extended, nowhere()));
      this.paths = this.rings.map((rings) => this._path(rings));
      this.lines = lines.map((line) => projected(line, this.origin));
      this.lineBoxes = this.lines.map((line) => extended(nowhere(), line));
      this.box = this.boxes.filter(([west, , east]) => west <= east).reduce(extended, nowhere());
      this.neighbours = this._neighbours();
      this.atEdge = new Uint8Array(this.length);
      sides.forEach(([area, other]) => other < 0 && (this.atEdge[area] = 1));
      this._index();
      this.samples = new Array(this.length);
    }

    /** The scale and the corner that bring reference pixels to layer points of a map. */
    frameOf(map) {
      const scale = 2 ** (map.getZoom() - REFERENCE_ZOOM);
      const corner = map.getPixelOrigin();
      return { scale, x: this.origin[0] * scale - corner.x, y: this.origin[1] * scale - corner.y };
    }

    /** Two corners of the box around some areas, as places on Earth. */
    cornersOf(map, areas) {
      const [west, north, east, south] = areas.map((area) => this.boxes[area]).reduce(extended, nowhere());
      const corners = [[west, south], [east, north]];
      return corners.map(([x, y]) => map.unproject([x + this.origin[0], y + this.origin[1]], REFERENCE_ZOOM));
    }

    /** A place of the map, in reference pixels. */
    placed(map, containerPoint) {
      const { scale, x, y } = this.frameOf(map);
      const point = map.containerPointToLayerPoint(containerPoint);
      return [(point.x - x) / scale, (point.y - y) / scale];
    }

    /** Reference pixels as the document's steps of 1e-5 degrees. */
    steps([x, y]) {
      const lon = ((x + this.origin[0]) / WORLD - 0.5) * 360;
      const north = Math.PI * (1 - (2 * (y + this.origin[1])) / WORLD);
      return [Math.round(lon * GRID), Math.round((Math.atan(Math.sinh(north)) * 180 * GRID) / Math.PI)];
    }

    /** The area at a place, -1 for none. */
    at(x, y) {
      const cell = this.cells[this._cell(x, y)];
      const found = cell?.find((area) => this._holds(area, x, y));
      return found === undefined ? -1 : found;
    }

    /** The areas under a straight line from one place to another, seen every few pixels. */
    along(from, to, scale) {
      const steps = Math.max(1, Math.ceil((Math.hypot(to[0] - from[0], to[1] - from[1]) * scale) / STEP));
      const found = new Set();
      for (let i = 1; i <= steps; i += 1) {
        const area = this.at(from[0] + ((to[0] - from[0]) * i) / steps, from[1] + ((to[1] - from[1]) * i) / steps);
        if (area >= 0) found.add(area);
      }
      return found;
    }

    /** The areas that lie mostly within a ring; with `centres`, also those whose middle does. */
    within(ring, { centres = false } = {}) {
      const box = extended(nowhere(), ring);
      const found = [];
      for (let area = 0; area < this.length; area += 1) {
        if (!this.rings[area].length || !overlap(this.boxes[area], box)) continue;
        const [middle] = this._sampled(area);
        const inside = winding(ring, ...middle) !== 0;
        if (this._crossed(area, ring) ? (centres && inside) || this._share(area, ring) >= 0.5 : inside) found.push(area);
      }
      return found;
    }

    /** A place well inside an area. */
    middle(area) {
      return this._sampled(area)[0];
    }

    /** How much of the picture an area takes, in square reference pixels. */
    ground(area) {
      this.grounds ??= this.rings.map((rings) => Math.abs(rings.reduce((sum, ring) => sum + surface(ring), 0)));
      return this.grounds[area];
    }

    _share(area, ring) {
      const places = this._sampled(area);
      return places.filter(([x, y]) => winding(ring, x, y) !== 0).length / places.length;
    }

    _crossed(area, ring) {
      const box = this.boxes[area];
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        if (Math.min(ring[i], ring[j]) > box[2] || Math.max(ring[i], ring[j]) < box[0]) continue;
        if (Math.min(ring[i + 1], ring[j + 1]) <= box[3] && Math.max(ring[i + 1], ring[j + 1]) >= box[1]) return true;
      }
      return false;
    }

    /** Places spread evenly inside an area, the most central first. */
    _sampled(area) {
      if (this.samples[area]) return this.samples[area];
      const [west, north, east, south] = this.boxes[area];
      let found = [];
      for (let side = SAMPLES; !found.length && side <= 8 * SAMPLES; side *= 2) {
        for (let i = 0; i < side * side; i += 1) {
          const x = west + ((east - west) * ((i % side) + 0.5)) / side;
          const y = north + ((south - north) * (Math.floor(i / side) + 0.5)) / side;
          if (this._holds(area, x, y)) found.push([x, y]);
        }
      }
      if (!found.length) found = [[this.rings[area][0][0], this.rings[area][0][1]]];
      const mean = [0, 1].map((axis) => found.reduce((sum, place) => sum + place[axis], 0) / found.length);
      const far = ([x, y]) => (x - mean[0]) ** 2 + (y - mean[1]) ** 2;
      const best = found.reduce((near, place) => (far(place) < far(near) ? place : near));
      this.samples[area] = [best, ...found.filter((place) => place !== best)];
      return this.samples[area];
    }

    _holds(area, x, y) {
      const [west, north, east, south] = this.boxes[area];
      if (x < west || x > east || y < north || y > south) return false;
      return this.rings[area].filter((ring) => winding(ring, x, y) !== 0).length % 2 === 1;
    }

    _path(rings) {
      const path = new Path2D();
      for (const ring of rings) {
        path.moveTo(ring[0], ring[1]);
        for (let i = 2; i < ring.length; i += 2) path.lineTo(ring[i], ring[i + 1]);
        path.closePath();
      }
      return path;
    }

    _neighbours() {
      const beside = Array.from({ length: this.length }, () => new Set());
      for (const [one, other] of this.sides) {
        if (other < 0) continue;
        beside[one].add(other);
        beside[other].add(one);
      }
      return beside.map((found) => [...found]);
    }

    _index() {
      const [west, north, east, south] = this.box;
      this.cellSize = [(east - west) / CELLS || 1, (south - north) / CELLS || 1];
      this.cells = new Array(CELLS * CELLS);
      const column = (x) => Math.min(CELLS - 1, Math.floor((x - west) / this.cellSize[0]));
      const row = (y) => Math.min(CELLS - 1, Math.floor((y - north) / this.cellSize[1]));
      this._cell = (x, y) => (x < west || y < north || x > east || y > south ? -1 : row(y) * CELLS + column(x));
      this.boxes.forEach((box, area) => {
        if (box[0] > box[2]) return;
        for (let r = row(box[1]); r <= row(box[3]); r += 1) {
          for (let c = column(box[0]); c <= column(box[2]); c += 1) (this.cells[r * CELLS + c] ||= []).push(area);
        }
      });
    }
  }

  rayon.Mosaic = Mosaic;
  rayon.overlap = overlap;
})();
