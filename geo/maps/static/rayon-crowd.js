/*
 * Too many customers for one document: hexagons far out, and near by the points in view, asked for from our server.
 *
 * An answer holds for its box for ever, so what was asked once is never asked again as long as it is remembered; an
 * answer that comes when the map has moved on is kept but no longer waited for.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const FIELDS = 4;
  const REST_MS = 120; // the map rests before anything is asked
  const REMEMBERED = 12;
  const ALWAYS_ZOOM = 13; // from here on points are drawn, the heaviest where they are still too many
  const PADS = [0.5, 0.25, 0]; // of the view, asked for around it where that is not too many
  const STEPS = 8; // a side of a view has, so that boxes asked for repeat
  const EARLY = 0.3; // zooms before a finer layer is due

  class Crowd {
    /** `onnear` is called when points have come; `frame` has map, root, controls and words. */
    constructor({ layers, few }, name, frame, onnear) {
      Object.assign(this, { layers, few, name, frame, onnear, answers: new Map(), waiting: null });
    }

    close() {
      clearTimeout(this.rest);
      this.waiting?.abort();
      this.closed = true;
      this._tell(0);
    }

    /** What to draw of a box around the view: a layer of hexagons, or a document of points. */
    view(bounds) {
      const zoom = this.frame.map.getZoom();
      clearTimeout(this.rest);
      if (zoom < ALWAYS_ZOOM && this._count(bounds) > this.few) return this._far(zoom);
      const seen = this.frame.map.getBounds(); // what is drawn beyond it may have gaps
      const known = [...this.answers.values()].find((answer) => answer.bounds.contains(seen));
      if (known) {
        this.last = known;
        this._tell(known.hidden);
        return known;
      }
      this.rest = setTimeout(() => this._ask(bounds), REST_MS);
      return this.last?.bounds.intersects(bounds) && !this.last.hidden ? this.last : this._far(zoom);
    }

    _far(zoom) {
      this.last = null;
      this._tell(0);
      return this.layers.findLast((layer) => layer.zoom <= zoom + EARLY) || this.layers[0];
    }

    /** About how many customers lie in a box: those of the finest hexagons whose middle does. */
    _count(bounds) {
      const { cells } = this.layers.at(-1);
      const [west, south, east, north] = sides(bounds).map((degrees) => degrees * 1e5);
      let sum = 0;
      for (let i = 0; i < cells.length; i += FIELDS) {
        if (cells[i] >= west && cells[i] <= east && cells[i + 1] >= south && cells[i + 1] <= north) sum += cells[i + 2];
      }
      return sum;
    }

    async _ask(bounds) {
      const box = PADS.map((pad) => widened(bounds, pad)).find((wide) => this._count(wide) <= this.few) || bounds;
      const asked = sides(box).map((degrees) => degrees.toFixed(5)).join();
      this.waiting?.abort();
      const waiting = (this.waiting = new AbortController());
      try {
        const path = `${this.frame.root}map/points/${this.name}?bbox=${asked}`;
        const options = { credentials: "same-origin", signal: waiting.signal };
        const answer = await fetch(new URL(path, document.baseURI), options);
        if (!answer.ok) throw new Error(`${answer.status}`);
        const found = await answer.json();
        if (this.closed) return;
        this.answers.set(asked, { ...found, bounds: box });
        if (this.answers.size > REMEMBERED) this.answers.delete(this.answers.keys().next().value);
        this.onnear();
      } catch (error) {
        if (waiting.signal.aborted) return;
        console.warn("rayon: the customers in view did not come", error.message); // hexagons stay; the next move asks again
        if (error.message === "404" || error.message === "403") this.frame.controls.setAlert(this._words().failed);
      }
    }

    /** Say how many customers are not drawn. */
    _tell(hidden) {
      const { corner, language } = this.frame;
      const count = new Intl.NumberFormat(language).format(hidden);
      corner?.remark(hidden ? this._words().hidden.replace("{count}", count) : "");
    }

    _words() {
      return this.frame.words[this.frame.language] || this.frame.words.en;
    }
  }

  const sides = (bounds) => [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];

  /** A box around another whose sides lie on a grid that goes with its size. */
  const widened = (bounds, pad) => {
    const [west, south, east, north] = sides(bounds.pad(pad));
    const step = 2 ** Math.ceil(Math.log2(Math.max(east - west, north - south))) / STEPS;
    const down = (value) => Math.floor(value / step) * step;
    const up = (value) => Math.ceil(value / step) * step;
    return L.latLngBounds([down(south), down(west)], [up(north), up(east)]);
  };

  rayon.Crowd = Crowd;
})();
