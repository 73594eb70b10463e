/*
 * What stands in the corner of the map: search, layers, full screen; and a remark at its foot.
 *
 * Its keys are heard in the frame of the map and on the page around it, but never where somebody writes.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const WRITING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
  const ENTER = "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4";
  const LEAVE = "M6 2v4H2M14 6h-4V2M10 14v-4h4M2 10h4v4";

  class Corner {
    /** `frame` is the map's: map, root, country, words, language, alone (no server to ask), points, labels, board. */
    constructor(map, frame) {
      this.frame = frame;
      this.box = rayon.element("div", "rayon-corner");
      L.DomEvent.disableClickPropagation(this.box);
      L.DomEvent.disableScrollPropagation(this.box);
      const control = L.control({ position: "bottomright" });
      control.onAdd = () => this.box;
      control.addTo(map);
      this.search = frame.alone ? null : new rayon.Search(map, frame);
      this.menu = new rayon.LayerMenu(map, frame);
      this.screen = this._screen();
      this.box.append(...[this.search?.box, this.menu.box, this.screen].filter(Boolean));
      this.note = this._note(map);
      this._hear();
    }

    /** Say everything in the reader's language. */
    speak(words) {
      this.words = words;
      this.search?.speak(words);
      this.menu.speak(words);
      this._screenWords();
    }

    /** A line at the foot of the map, none hides it. */
    remark(text) {
      this.note.textContent = text;
      this.note.hidden = !text;
    }

    /** Show the map alone on the screen, or end that. */
    fullScreen() {
      const page = document.fullscreenEnabled ? document : window.parent.document;
      const ground = document.fullscreenEnabled ? document.documentElement : window.frameElement;
      const done = page.fullscreenElement ? page.exitFullscreen() : ground.requestFullscreen();
      done.catch((error) => console.warn("rayon: full screen is not allowed", error.message));
    }

    _screen() {
      const able = document.fullscreenEnabled || (window.frameElement && window.parent.document.fullscreenEnabled);
      if (!able) return null;
      const button = rayon.element("button", "rayon-corner-button");
      button.type = "button";
      button.setAttribute("aria-keyshortcuts", "f");
      button.addEventListener("click", () => this.fullScreen());
      for (const page of new Set([document, window.frameElement ? window.parent.document : document])) {
        page.addEventListener("fullscreenchange", () => this._screenWords());
      }
      return button;
    }

    _screenWords() {
      if (!this.screen) return;
      const full = Boolean(document.fullscreenElement || (window.frameElement && window.parent.document.fullscreenElement));
      const said = this.words[full ? "full_screen_end" : "full_screen"];
      this.screen.replaceChildren(rayon.icon(full ? LEAVE : ENTER));
      this.screen.title = `${said} (F)`;
      this.screen.setAttribute("aria-label", said);
      this.screen.setAttribute("aria-pressed", String(full));
    }

    _note(map) {
      const note = rayon.element("div", "rayon-note");
      const control = L.control({ position: "bottomleft" });
      control.onAdd = () => note;
      control.addTo(map);
      note.setAttribute("role", "status");
      note.hidden = true;
      return note;
    }

    _hear() {
      const down = (event) => {
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.target.closest?.(WRITING)) return;
        if (event.key === "/" && this.search) this.search.focus();
        else if (event.key.toLowerCase() === "f" && this.screen) this.fullScreen();
        else return;
        event.preventDefault();
      };
      document.addEventListener("keydown", down);
      if (window.parent === window) return;
      const around = window.parent.document; // it may outlive this frame, which must then hear nothing any more
      around.addEventListener("keydown", down);
      window.addEventListener("pagehide", () => around.removeEventListener("keydown", down));
      window.addEventListener("pageshow", () => around.addEventListener("keydown", down));
    }
  }

  rayon.Corner = Corner;
})();
