/* Why a customer is in its territory: a card at its point, and the way to the territory that comes next. */
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
    }

    /** Ask about a customer by `key`, or by `lon`, `lat` and `metres`, and show the card at its place. */
    async open(asked, place) {
      const { board, root, language } = this.frame;
      this.close();
      const waiting = (this.waiting = new AbortController());
      const address = new URL(`${root}scenario/${board.scenario}/why`, document.baseURI);
      address.search = new URLSearchParams({ lang: language, ...asked, ...(board.at === null ? {} : { at: board.at }) });
      try {
        const answer = await fetch(address, { credentials: "same-origin", signal: waiting.signal });
        if (!answer.ok) throw new Error(`${answer.status}`);
        const found = await answer.json();
        if (board === this.frame.board) this._show(L.latLng(found.lat, found.lon), this._card(found));
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
      const { board, points } = this.frame;
      if (!board || board.tool !== "choose") return;
      if (!this._meant(containerPoint)) {
        this.close();
        return;
      }
      const place = points.at(containerPoint, FINGERS.matches ? FINGER_REACH : REACH);
      if (place) this.open({ lon: place.lng, lat: place.lat, metres: 5 }, place);
      else this.close();
    }

    /** Far out nearly every click is near some customer: the first one chooses the territory, the next may ask. */
    _meant(containerPoint) {
      const { board } = this.frame;
      if (this.map.getZoom() >= NEAR_ZOOM) return true;
      const area = board.mosaic.at(...board.mosaic.placed(this.map, containerPoint));
      return area >= 0 && board.desk.ownerOf(area) === board.selected;
    }

    _show(place, card) {
      card.addEventListener("pointerdown", (event) => event.stopPropagation()); // no tool paints under the card
      if (SMALL.matches) {
        this.sheet.replaceChildren(card);
        this.map.getContainer().append(this.sheet);
      } else this.popup.setContent(card).setLatLng(place).openOn(this.map);
      card.focus({ preventScroll: true });
    }

    _card({ key, name, territory, because, next, costs }) {
      const { board } = this.frame;
      const own = board.desk.territory(territory);
      const card = this._empty(name);
      const whose = rayon.element("p", "rayon-why-territory");
      const swatch = rayon.element("i", `rayon-swatch${own ? "" : " rayon-swatch-unassigned"}`);
      if (own) swatch.style.backgroundColor = own.colour;
      whose.append(swatch, rayon.element("span", "", own?.name ?? this.words.unassigned));
      const list = rayon.element("ul", "");
      list.append(...costs.map((cost) => rayon.element("li", "", cost)));
      card.append(whose, rayon.element("p", "", because), list, this._actions(key, board.desk.territory(next)));
      return card;
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
