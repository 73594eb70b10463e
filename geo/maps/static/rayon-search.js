/* Search on the map: what is typed, what is found, and a ring around what was chosen. */
(() => {
  "use strict";
  const rayon = window.rayon;
  const ICON = "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.3 10.3 14 14";
  const REST_MS = 150;
  const FIRST = 8; // hits that are shown at first
  const MORE = 24; // as many again each time more are asked for
  const ZOOMS = { place: 11, postcode: 12, area: 12, customer: 13 };
  const RING = { radius: 11, color: "#3B4CC0", weight: 3, fill: false, interactive: false };

  class Search {
    constructor(map, frame) {
      Object.assign(this, { map, frame, hits: [], active: -1, wish: 0, limit: FIRST });
      map.createPane("rayon-found").style.zIndex = 645;
      this.box = rayon.element("div", "rayon-search");
      this.button = rayon.element("button", "rayon-corner-button");
      this.button.type = "button";
      this.button.append(rayon.icon(ICON));
      this.button.setAttribute("aria-keyshortcuts", "/");
      this.button.addEventListener("click", () => this.focus());
      this.input = rayon.element("input", "rayon-search-input");
      Object.assign(this.input, { type: "text", autocomplete: "off", spellcheck: false, maxLength: 80 });
      this.list = rayon.element("ul", "rayon-hits");
      this.list.id = "rayon-hits";
      this.list.setAttribute("role", "listbox");
      this.list.hidden = true;
      const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false" };
      Object.entries(attributes).forEach(([name, value]) => this.input.setAttribute(name, value));
      this.input.addEventListener("input", () => this._typed());
      this.input.addEventListener("keydown", (event) => this._key(event));
      this.input.addEventListener("focus", () => {
        this.box.classList.add("rayon-open");
        this.frame.corner.menu.open(false);
        this.frame.cover(true);
      });
      this.box.addEventListener("focusout", (event) => !this.box.contains(event.relatedTarget) && this._rest());
      this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
      this.box.append(this.button, rayon.icon(ICON), this.input, this.list);
    }

    speak(words) {
      this.words = words;
      this.button.title = `${words.search} (/)`;
      for (const element of [this.button, this.input, this.list]) element.setAttribute("aria-label", words.search);
    }

    /** Say what can be found: more where a scenario is on the map. */
    offer() {
      this.input.placeholder = this.words[this.frame.board ? "search_all" : "search_places"];
    }

    focus() {
      this.box.classList.add("rayon-open");
      this.input.focus();
      this.input.select();
    }

    _rest() {
      this.box.classList.remove("rayon-open");
      if (!this.frame.why.sheet.isConnected) this.frame.cover(false);
      this._show([]);
    }

    _typed() {
      clearTimeout(this.due);
      this.asked = null;
      this.hurry = false;
      this.limit = FIRST;
      this.due = setTimeout(() => this._ask(), REST_MS);
    }

    _key(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const rows = this.hits.length + (this.left > 0 ? 1 : 0);
      if (step && rows) this._mark((this.active + step + rows) % rows);
      else if (event.key === "Enter") this._enter();
      else if (event.key === "Escape") {
        this.ring?.remove();
        this.input.value = "";
        this._show([]);
        this.map.getContainer().focus({ preventScroll: true });
      } else return;
      event.preventDefault();
      event.stopPropagation();
    }

    _enter() {
      if (this.asked === this.input.value) {
        if (this.left > 0 && this.active === this.hits.length) this._more();
        else if (this.hits.length) this._go(this.hits[Math.max(0, this.active)]);
        return;
      }
      clearTimeout(this.due);
      this.hurry = true; // the first hit is gone to as soon as it is known
      this._ask();
    }

    /** Show more of what was found, below what is there. */
    _more() {
      this.limit += MORE;
      this._ask(this.hits.length);
    }

    async _ask(active = 0) {
      const query = this.input.value;
      const wish = ++this.wish;
      if (!query.trim()) {
        this.asked = query;
        this._show([]);
        return;
      }
      const { root, country, language, board } = this.frame;
      const path = board ? `scenario/${board.scenario}/find` : `map/find/${country}`;
      const address = new URL(root + path, document.baseURI);
      address.search = new URLSearchParams({ q: query, lang: language, limit: this.limit });
      try {
        const answer = await fetch(address, { credentials: "same-origin" });
        if (!answer.ok) throw new Error(`${answer.status}`);
        const { hits, total = hits.length } = await answer.json();
        if (wish !== this.wish) return;
        this.asked = query;
        if (this.hurry && hits.length) this._go(hits[0]);
        else this._show(hits, hits.length ? "" : this.words.search_none, total - hits.length, active);
      } catch (error) {
        if (wish !== this.wish) return;
        console.warn("rayon: search has no answer", error.message);
        this._show([], this.words.no_answer);
      }
    }

    _show(hits, remark = "", left = 0, active = 0) {
      Object.assign(this, { hits, left });
      const options = hits.map((hit, i) => {
        const row = rayon.element("li", "rayon-hit");
        row.id = `rayon-hit-${i}`;
        row.setAttribute("role", "option");
        const said = rayon.element("span", "rayon-hit-name", hit.name);
        const about = rayon.element("span", "rayon-hit-about", hit.about);
        row.append(said, rayon.element("span", "rayon-hit-kind", this.words[`kind_${hit.kind}`]), about);
        row.addEventListener("click", (event) => {
          event.stopPropagation(); // the row is gone by the time the map would look where the click came from
          this._go(hit);
        });
        return row;
      });
      const none = rayon.element("li", "rayon-hit-none", remark);
      none.setAttribute("role", "status");
      this.list.replaceChildren(...(remark ? [none] : options), ...(left > 0 ? [this._rows_left(left)] : []));
      this.list.hidden = !hits.length && !remark;
      this.input.setAttribute("aria-expanded", String(hits.length > 0));
      this._mark(hits.length ? Math.min(active, hits.length - 1) : -1);
    }

    /** The last row: how many more there are, and the way to them; typing on leads there too. */
    _rows_left(left) {
      const row = rayon.element("li", "rayon-hit rayon-hit-more");
      row.id = `rayon-hit-${this.hits.length}`;
      row.setAttribute("role", "option");
      const count = new Intl.NumberFormat(this.frame.language).format(left);
      const words = (left === 1 ? this.words.more_one : this.words.more_many).replace("{count}", count);
      row.append(rayon.element("span", "rayon-hit-name", words), rayon.element("span", "rayon-hit-kind", this.words.more_hint));
      row.addEventListener("click", (event) => {
        event.stopPropagation();
        this._more();
      });
      return row;
    }

    _mark(active) {
      this.active = active;
      [...this.list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === active)));
      if (active < 0) this.input.removeAttribute("aria-activedescendant");
      else this.input.setAttribute("aria-activedescendant", `rayon-hit-${active}`);
      this.list.children[active]?.scrollIntoView({ block: "nearest" });
    }

    _go({ kind, name, lon, lat, key }) {
      const place = L.latLng(lat, lon);
      this.input.value = this.asked = name;
      clearTimeout(this.due);
      this.wish += 1;
      this._show([]);
      this.ring?.remove();
      this.ring = L.circleMarker(place, { ...RING, pane: "rayon-found", renderer: L.svg({ pane: "rayon-found" }) }).addTo(this.map);
      this.map.setView(place, Math.max(this.map.getZoom(), ZOOMS[kind]), { animate: false });
      if (key && this.frame.board) this.frame.why.open({ key }, place);
      else this.frame.why.close();
    }
  }

  rayon.Search = Search;
})();
