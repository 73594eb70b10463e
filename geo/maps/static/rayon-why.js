/*
 * What is known of a customer and why it is in its territory: a card at its point, the way to the territory that comes
 * next, and to the other customers at the same place.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const REACH = 8; // pixels around a point within which a click is meant for it
  const FINGER_REACH = 16;
  const SMALL = window.matchMedia("(max-width: 599px)"); // no room beside the point: a sheet at the foot of the map
  const FINGERS = window.matchMedia("(pointer: coarse)");
  const NEAR_ZOOM = 10; // from here on points stand apart, and a click on one is meant for it
  const CORNER = { top: 70, bottom: 40, side: 12 }; // kept clear of the card, in pixels

  class Why {
    constructor(map, frame) {
      Object.assign(this, { map, frame });
      this.popup = L.popup({
        className: "rayon-why",
        closeButton: false,
        autoPanPaddingTopLeft: [CORNER.side, CORNER.top],
        autoPanPaddingBottomRight: [CORNER.side, CORNER.bottom],
        maxWidth: 320,
        minWidth: 220,
      });
      this.sheet = rayon.element("div", "rayon-why rayon-why-sheet");
      L.DomEvent.disableClickPropagation(this.sheet);
      L.DomEvent.disableScrollPropagation(this.sheet);
      map.on("click", (event) => this._clicked(event));
    }

    close() {
      this.waiting?.abort();
      this.popup.remove();
      this.sheet.remove();
      this.frame.cover(false);
    }

    /** Ask about a customer by `key`, or by `lon`, `lat` and `metres`, and show the card at its place. */
    async open(asked, place) {
      this.close();
      await this._ask(asked, place);
    }

    /** `focus` is the class of the button that had the focus, and keeps it; the card that is open stays meanwhile. */
    async _ask(asked, place, focus = "") {
      const { board, root, language } = this.frame;
      this.waiting?.abort();
      const waiting = (this.waiting = new AbortController());
      const address = new URL(`${root}scenario/${board.scenario}/why`, document.baseURI);
      address.search = new URLSearchParams({ lang: language, ...asked, ...(board.at === null ? {} : { at: board.at }) });
      try {
        const answer = await fetch(address, { credentials: "same-origin", signal: waiting.signal });
        if (!answer.ok) throw new Error(`${answer.status}`);
        const found = await answer.json();
        if (board !== this.frame.board) return;
        const card = this._card(found);
        this._show(L.latLng(found.lat, found.lon), card);
        if (focus) card.querySelector(`.${focus}`)?.focus({ preventScroll: true });
      } catch (error) {
        if (waiting.signal.aborted) return;
        console.warn("rayon: no reason came", error.message);
        this._show(place, this._failed());
      }
    }

    get words() {
      return this.frame.words[this.frame.language] || this.frame.words.en;
    }

    _clicked({ containerPoint }) {
      const { accounts, board, points } = this.frame;
      if (!board || board.tool !== "choose") return;
      if (!this._meant(containerPoint)) {
        this.close();
        return;
      }
      const reach = FINGERS.matches ? FINGER_REACH : REACH;
      const place = accounts.at(containerPoint, reach) ?? points.at(containerPoint, reach);
      if (place) this.open({ lon: place.lng, lat: place.lat, metres: 5 }, place);
      else this.close();
    }

    /** Far out nearly every click is near some customer: the first one chooses the territory, the next may ask. */
    _meant(containerPoint) {
      const { accounts, board } = this.frame;
      if (this.map.getZoom() >= NEAR_ZOOM || accounts.at(containerPoint, REACH)) return true;
      const area = board.mosaic.at(...board.mosaic.placed(this.map, containerPoint));
      return area >= 0 && board.desk.ownerOf(area) === board.selected;
    }

    _show(place, card) {
      card.addEventListener("pointerdown", (event) => event.stopPropagation()); // no tool paints under the card
      if (SMALL.matches) {
        this.sheet.replaceChildren(card);
        this.map.getContainer().append(this.sheet);
        this.frame.cover(true);
      } else this.popup.setContent(card).setLatLng(place).openOn(this.map);
      card.focus({ preventScroll: true });
    }

    _card(found) {
      const { key, name, territory, because, next, costs, facts = [], here = [] } = found;
      const { board } = this.frame;
      const own = board.desk.territory(territory);
      const card = this._empty(name);
      if (here.length > 1) this._others(card, found);
      const whose = rayon.element("span", "rayon-why-territory");
      const swatch = rayon.element("i", `rayon-swatch${own ? "" : " rayon-swatch-unassigned"}`);
      if (own) swatch.style.backgroundColor = own.colour;
      whose.append(swatch, rayon.element("span", "", own?.name ?? this.words.unassigned));
      const known = rayon.element("dl", "");
      for (const [label, value] of [...facts, [this.words.in_plan, whose]]) {
        const said = rayon.element("dd", "");
        said.append(value);
        known.append(rayon.element("dt", "", label), said);
      }
      const list = rayon.element("ul", "");
      list.append(...costs.map((cost) => rayon.element("li", "", cost)));
      card.append(known, rayon.element("p", "", because), list, this._actions(key, board.desk.territory(next)));
      return card;
    }

    /** Say which of the customers at one place this is, the heaviest the first, and go on to the others. */
    _others(card, { key, here, lon, lat }) {
      const at = here.indexOf(key);
      const number = (n) => new Intl.NumberFormat(this.frame.language).format(n);
      const said = this.words.of_here.replace("{n}", number(at + 1)).replace("{count}", number(here.length));
      const line = rayon.element("div", "rayon-why-others");
      const words = rayon.element("span", "", said);
      words.setAttribute("role", "status");
      const go = (step, focus) => {
        const other = here[(at + step + here.length) % here.length];
        return this._ask({ key: other }, L.latLng(lat, lon), focus);
      };
      const button = (step, className, label, drawing) => {
        const made = rayon.element("button", `rayon-step ${className}`);
        made.type = "button";
        made.title = label;
        made.setAttribute("aria-label", label);
        made.append(rayon.icon(drawing));
        made.addEventListener("click", (event) => {
          event.stopPropagation();
          go(step, className);
        });
        return made;
      };
      line.append(
        words,
        button(-1, "rayon-step-back", this.words.previous_here, "M10 3.5 5.5 8l4.5 4.5"),
        button(1, "rayon-step-on", this.words.next_here, "M6 3.5 10.5 8 6 12.5"),
      );
      card.append(line);
      card.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
        if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation(); // the map stays where it is
        const held = document.activeElement?.classList;
        go(step, ["rayon-step-back", "rayon-step-on"].find((name) => held?.contains(name)));
      });
    }

    _failed() {
      const card = this._empty(this.words.why);
      card.append(rayon.element("p", "", this.words.no_answer), this._actions(null, undefined));
      return card;
    }

    _empty(name) {
      const card = rayon.element("section", "rayon-why-card");
      card.setAttribute("aria-label", this.words.why);
      card.tabIndex = -1;
      card.append(rayon.element("h2", "", name));
      card.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        this.close();
      });
      return card;
    }

    _actions(key, next) {
      const { desk } = this.frame.board;
      const row = rayon.element("div", "rayon-why-actions");
      const button = (className, text, act) => {
        const made = rayon.element("button", className, text);
        made.type = "button";
        made.addEventListener("click", (event) => {
          event.stopPropagation();
          this.close();
          act?.();
        });
        row.append(made);
      };
      if (next && !desk.readonly) {
        const words = this.words.move_to.replace("{territory}", () => next.name);
        button("rayon-action", words, () => desk.bind(key, next.id));
      }
      button("rayon-action", this.words.close);
      return row;
    }
  }

  rayon.Why = Why;
  rayon.why = (asked, place) => rayon.frame.why.open(asked, place);
})();
