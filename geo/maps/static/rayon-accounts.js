/*
 * Customers that are bound to a territory by name, wherever they lie: each a ring in the colour of the territory that
 * has it, with an edge of ink, of one size at any zoom; under the pointer its name and whose it is.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const INK = "#1B2330";
  const WHITE = "#FFFFFF";
  const RADIUS = 6.5;
  const PANE = "rayon-accounts";

  class Accounts {
    /** `frame` is the map's: map, words, language, board. */
    constructor(map, frame) {
      Object.assign(this, { map, frame, listed: [], drawn: [], shown: true, selected: null });
      map.createPane(PANE).style.zIndex = 455;
      this.renderer = L.canvas({ pane: PANE, padding: 0.3 });
      this.tip = L.tooltip({ className: "rayon-tip", direction: "top", offset: [0, -RADIUS - 3] });
      map.on("mousemove", (event) => this._over(event.containerPoint));
      map.on("mouseout movestart", () => this.tip.remove());
    }

    /** Draw those of a scenario as it is now, and say what has changed among them. */
    follow(board) {
      const { desk, selected } = board;
      const known = this.board === board ? this.listed : null;
      if (known === desk.accounts && this.territories === desk.byId && this.selected === selected) return;
      Object.assign(this, { board, listed: desk.accounts, territories: desk.byId, selected });
      this._draw();
      if (known) this._tell(known);
    }

    /** Draw nobody any more. */
    clear() {
      Object.assign(this, { board: null, listed: [] });
      this._draw();
    }

    /** What stands in the legend: none where nobody is bound or the customers are not shown. */
    signs(words) {
      const n = this.shown ? this.listed.length : 0;
      return n ? [["account", words.accounts.replace("{count}", this._number(n))]] : [];
    }

    setShown(shown) {
      if (shown === this.shown) return;
      this.shown = shown;
      this._draw();
    }

    /** The place of the one nearest to a point of the map, none where it is too far. */
    at(containerPoint, reach) {
      const found = this._at(containerPoint, reach);
      return found && rayon.place(found.x, found.y);
    }

    _at(containerPoint, reach = RADIUS + 2) {
      let best = null;
      for (const account of this.shown ? this.listed : []) {
        const far = this.map.latLngToContainerPoint(rayon.place(account.x, account.y)).distanceTo(containerPoint);
        if (far <= (best?.far ?? reach)) best = { ...account, far };
      }
      return best;
    }

    _draw() {
      this.drawn.forEach((ring) => ring.remove());
      this.drawn = [];
      this.tip.remove();
      if (!this.shown) return;
      for (const { x, y, to } of this.listed) {
        const opacity = this.selected === null || this.selected === to ? 1 : 0.55;
        const ring = { renderer: this.renderer, interactive: false, radius: RADIUS, opacity };
        const fill = { fill: true, fillColor: WHITE, fillOpacity: 0.9 * opacity };
        const place = rayon.place(x, y);
        this.drawn.push(
          L.circleMarker(place, { ...ring, ...fill, color: INK, weight: 5.5 }),
          L.circleMarker(place, { ...ring, fill: false, color: this.territories.get(to)?.colour ?? WHITE, weight: 3 }),
          L.circleMarker(place, { ...ring, radius: 2, stroke: false, fillColor: INK, fillOpacity: opacity }),
        );
      }
      this.drawn.forEach((ring) => ring.addTo(this.map));
    }

    /** Say under the pointer who it is and whose. */
    _over(containerPoint) {
      const found = this.frame.board?.tool === "choose" ? this._at(containerPoint) : null;
      if (!found) {
        this.tip.remove();
        return;
      }
      const said = rayon.element("span", "", `${found.name} · ${this.territories.get(found.to)?.name ?? ""}`);
      this.tip.setLatLng(rayon.place(found.x, found.y)).setContent(said).addTo(this.map);
    }

    /** Say which customers have been bound, or follow their area again. */
    _tell(before) {
      const { words, tools } = this.board;
      const was = new Map(before.map((account) => [account.key, account]));
      const is = new Set(this.listed.map(({ key }) => key));
      const bound = this.listed.filter(({ key, to }) => was.get(key)?.to !== to);
      const free = before.filter(({ key }) => !is.has(key));
      const all = [...bound, ...free];
      if (!all.length) return;
      const told = { customer: all[0].name, territory: this.territories.get(all[0].to)?.name, count: this._number(all.length) };
      const word = all.length > 1 ? "accounts_changed" : bound.length ? "account_bound" : "account_free";
      tools.tell(rayon.sentence(words[word], told));
    }

    _number(n) {
      return new Intl.NumberFormat(this.frame.language).format(n);
    }
  }

  rayon.Accounts = Accounts;
})();
