/*
 * What the pointer does on the map: choose, paint, draw round areas.
 *
 * While a tool that paints is on, one finger or button paints and two fingers move the map; with the space bar held the
 * hand moves the map as without a tool.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const NONE = rayon.UNASSIGNED;
  const NEAR = 4; // pixels within which two points of a line are one
  const LINE = { color: "#3B4CC0", weight: 2, fillColor: "#3B4CC0", fillOpacity: 0.12, dashArray: "5 4", interactive: false };
  const SWEEPING = ["paint", "lasso"]; // tools that take the drag for themselves

  class Hand {
    /** `board` answers for what is chosen, the desk and what is said: desk, mosaic, selected, select, notice, words. */
    constructor(map, board) {
      Object.assign(this, { map, board, tool: "choose", pointers: new Set(), points: [] });
      this.ending = new AbortController();
      const container = map.getContainer();
      const on = (name, act) => container.addEventListener(name, act, { signal: this.ending.signal });
      on("pointerdown", (event) => this._down(event));
      on("pointermove", (event) => this._move(event));
      on("pointerup", (event) => this._up(event));
      on("pointercancel", (event) => this._cancelled(event));
      this.clicks = { click: (event) => this._click(event), dblclick: () => this.tool === "polygon" && this.close() };
      map.on(this.clicks);
      this.outline = L.polygon([], { ...LINE, pane: "rayon-sketch", renderer: L.svg({ pane: "rayon-sketch" }) });
      this.setTool("choose");
    }

    setTool(tool) {
      this.drop();
      this.tool = tool;
      this.map.getContainer().dataset.tool = tool;
      this._allow();
    }

    /** End the stroke under the hand where it is, and forget a line that is not closed. */
    finish() {
      this.board.desk.end();
      this.drop();
    }

    /** With the space bar held, the hand moves the map. */
    hold(held) {
      this.held = held;
      this._allow();
    }

    /** Forget a line that is not closed, and the stroke; tells whether there was any. */
    drop() {
      const any = this.points.length > 0 || Boolean(this.board.desk?.stroke);
      this.points = [];
      this.outline.remove();
      this.board.desk?.cancel();
      return any;
    }

    /** Take away the last point of a polygon. */
    back() {
      if (this.tool !== "polygon" || !this.points.length) return false;
      this.points.pop();
      this._sketch();
      return true;
    }

    /** Close the polygon and give what lies mostly within it to the chosen territory. */
    close() {
      if (this.tool !== "polygon" || !this.points.length) return false;
      if (this.board.selected === null) {
        this.board.notice("hint_first"); // the line stays: who then chooses need not draw it again
        return true;
      }
      const ring = this.points.flat();
      this.drop();
      if (ring.length < 6) this.board.notice("few_points");
      else if (crossing(ring)) this.board.notice("crossing");
      else this._give(this.board.mosaic.within(ring), this.board.selected);
      return true;
    }

    remove() {
      this.drop();
      this.tool = "choose";
      this.held = false;
      this._allow();
      this.ending.abort();
      this.map.off(this.clicks);
      delete this.map.getContainer().dataset.tool;
    }

    _allow() {
      const { map, tool } = this;
      const able = (handler, may) => (may ? handler.enable() : handler.disable());
      able(map.dragging, this.held || !SWEEPING.includes(tool));
      able(map.doubleClickZoom, tool === "choose");
      able(map.boxZoom, tool === "choose");
    }

    _place(event) {
      return this.board.mosaic.placed(this.map, this.map.mouseEventToContainerPoint(event));
    }

    _down(event) {
      if (this.board.desk.still) return;
      if (event.target.closest(".leaflet-control") || (event.pointerType === "mouse" && event.button !== 0)) return;
      this.pointers.add(event.pointerId);
      if (this.held || !SWEEPING.includes(this.tool)) return;
      if (this.pointers.size > 1) {
        this.drop(); // two fingers move the map, and what the first has painted was not meant
        return;
      }
      const place = this._place(event);
      const area = this.board.mosaic.at(...place);
      if (this.board.selected === null) {
        this._choose(area);
        return;
      }
      const to = event.shiftKey ? NONE : this.board.selected;
      if (this.board.desk.territory(this.board.selected).locked) {
        this.board.notice("locked", this.board.selected);
        return;
      }
      this.map.getContainer().setPointerCapture(event.pointerId);
      Object.assign(this, { last: place, to });
      if (this.tool === "lasso") this.points = [place];
      else {
        this.board.desk.begin(to);
        this._paint(area >= 0 ? [area] : []);
      }
    }

    _move(event) {
      const place = this._place(event);
      if (this.tool === "paint" && this.board.desk.stroke) {
        const { scale } = this.board.mosaic.frameOf(this.map);
        this._paint([...this.board.mosaic.along(this.last, place, scale)]);
        this.last = place;
      } else if (this.tool === "lasso" && this.points.length) {
        if (this._far(place, this.points.at(-1))) this.points.push(place);
        this._sketch();
      } else if (this.tool === "polygon" && this.points.length && event.pointerType === "mouse") this._sketch(place);
      else this._hover(place);
    }

    _up(event) {
      this.pointers.delete(event.pointerId);
      if (this.tool === "paint") this.board.desk.end();
      else if (this.tool === "lasso" && this.points.length) {
        const ring = this.points.flat();
        this.drop();
        if (ring.length < 6) this.board.notice("few_points");
        else this._give(this.board.mosaic.within(ring, { centres: true }), this.to);
      }
    }

    /** The browser took the pointer away, for a call or a gesture of its own: what it was drawing was not meant. */
    _cancelled(event) {
      if (this.pointers.delete(event.pointerId) && SWEEPING.includes(this.tool)) this.drop();
    }

    _click(event) {
      if (this.board.desk.still) return;
      const place = this.board.mosaic.placed(this.map, event.containerPoint);
      const area = this.board.mosaic.at(...place);
      if (this.tool === "choose") this._choose(area);
      else if (this.tool === "polygon" && this.board.selected === null) this._choose(area);
      else if (this.tool === "polygon") {
        if (this.points.length > 2 && !this._far(place, this.points[0], 2 * NEAR)) this.close();
        else if (!this.points.length || this._far(place, this.points.at(-1))) this.points.push(place);
        this._sketch();
      }
    }

    _choose(area) {
      const owner = area < 0 ? NONE : this.board.desk.ownerOf(area);
      this.board.select(owner === NONE ? null : owner);
    }

    _paint(areas) {
      const { desk } = this.board;
      const stuck = areas.find((area) => desk.locked(area, this.to) === "area");
      desk.extend(areas);
      if (stuck !== undefined) this.board.notice("locked", desk.ownerOf(stuck));
    }

    /** Give what lies within a drawn line to a territory, or say why nothing changes. */
    _give(areas, to) {
      const { desk } = this.board;
      const why = !areas.length ? "nothing_within" : to !== NONE && !desk.territory(to) ? "hint_first" : null;
      if (why) {
        this.board.notice(why);
        return;
      }
      const stuck = areas.filter((area) => desk.locked(area, to));
      const changed = desk.assign(to, areas);
      this.board.flush();
      if (stuck.length) this.board.notice("locked", desk.locked(stuck[0], to) === "area" ? desk.ownerOf(stuck[0]) : to);
      else if (!changed) this.board.notice("there_already");
      else this.board.tools.calm(); // what was said of an earlier line is over
    }

    _hover(place) {
      if (this.pointers.size) return;
      const area = this.board.mosaic.at(...place);
      const { desk, selected } = this.board;
      const stuck = this.tool !== "choose" && selected !== null && area >= 0 && Boolean(desk.locked(area, selected));
      this.map.getContainer().classList.toggle("rayon-stuck", stuck);
    }

    _far([x, y], [a, b], pixels = NEAR) {
      return Math.hypot(x - a, y - b) * this.board.mosaic.frameOf(this.map).scale >= pixels;
    }

    _sketch(next) {
      const places = next ? [...this.points, next] : this.points;
      this.outline.setLatLngs(places.map((place) => rayon.place(...this.board.mosaic.steps(place))));
      if (places.length && !this.map.hasLayer(this.outline)) this.outline.addTo(this.map);
    }
  }

  /** Whether the sides of a ring cross each other. */
  const crossing = (ring) => {
    const n = ring.length / 2;
    const at = (i) => [ring[2 * (i % n)], ring[2 * (i % n) + 1]];
    const side = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
    for (let i = 0; i < n; i += 1) {
      for (let j = i + 2; j < n; j += 1) {
        if (i === 0 && j === n - 1) continue;
        const [a, b, c, d] = [at(i), at(i + 1), at(j), at(j + 1)];
        if (side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)) return true;
      }
    }
    return false;
  };

  rayon.Hand = Hand;
})();
