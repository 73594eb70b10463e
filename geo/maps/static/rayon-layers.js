/* Which layers lie on the map: a button, a card of switches, and what each switch does. Choices stay in the browser. */
(() => {
  "use strict";
  const rayon = window.rayon;
  const KEPT = "rayon:layers";
  const ICON = "M8 2 14 5.2 8 8.4 2 5.2zM3 8.2 8 10.9 13 8.2M3 11 8 13.7 13 11";
  const CUSTOMERS_AND_GROUND = { customers: true, density: false, municipalities: false, provinces: false };
  const USUAL = { ...CUSTOMERS_AND_GROUND, towns: true, homes: true, mesh: true };
  const LEVELS = { municipalities: "municipality", provinces: "province" };
  const LINES = {
    municipalities: { color: "#1B2330", weight: 0.9, opacity: 0.75 },
    provinces: { color: "#1B2330", weight: 1.8, opacity: 0.85 },
  };

  const CUSTOMERS = ["customer", "prospect", "together", "sized"]; // signs that go with the customers

  class LayerMenu {
    constructor(map, frame) {
      Object.assign(this, { map, frame, regions: {} });
      this.chosen = { ...USUAL, ...read() };
      map.createPane("rayon-regions").style.zIndex = 435;
      this.density = new rayon.Density(map, frame);
      this.box = rayon.element("div", "rayon-layers");
      this.button = rayon.element("button", "rayon-corner-button");
      this.button.type = "button";
      this.button.append(rayon.icon(ICON));
      this.button.setAttribute("aria-expanded", "false");
      this.button.addEventListener("click", () => this.open(this.card.hidden));
      this.card = rayon.element("div", "rayon-card");
      this.card.setAttribute("role", "group");
      this.card.hidden = true;
      this.rows = new Map(Object.keys(USUAL).map((name) => [name, this._row(name)]));
      this.card.append(...[...this.rows.values()].map(({ row }) => row));
      this.box.append(this.button, this.card);
      this.box.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || this.card.hidden) return;
        event.stopPropagation();
        this.open(false);
        this.button.focus();
      });
      map.on("click", () => this.open(false));
    }

    open(open) {
      if (open === this.card.hidden) this.frame.cover(open);
      this.card.hidden = !open;
      this.button.setAttribute("aria-expanded", String(open));
      if (open) this._offer();
    }

    speak(words) {
      this.button.title = words.layers;
      this.button.setAttribute("aria-label", words.layers);
      this.card.setAttribute("aria-label", words.layers);
      for (const [name, { label }] of this.rows) label.textContent = words[`layer_${name}`] ?? "";
      this.density.speak(words);
    }

    /** Lay on the map what is chosen, as far as this map has it. */
    apply() {
      const { frame, chosen } = this;
      frame.points.setShown(chosen.customers);
      frame.accounts.setShown(chosen.customers);
      frame.homes?.setShown(chosen.homes);
      if (frame.labels.townless === chosen.towns) {
        frame.labels.townless = !chosen.towns;
        frame.labels.draw();
      }
      this.map.getPane("rayon-mesh").style.display = chosen.mesh ? "" : "none";
      const { blocks } = frame.board || {};
      if (blocks && blocks.meshed !== chosen.mesh) {
        blocks.meshed = chosen.mesh;
        blocks.repaint();
      }
      this.density.apply(chosen.density);
      for (const name of Object.keys(LEVELS)) this._lay(name, chosen[name] && !frame.alone);
      this._offer();
      this._legend();
    }

    /** What stands in the legend of what lies on the map: kinds of signs and texts. */
    signs(words) {
      const { frame, chosen } = this;
      const lines = Object.keys(LEVELS).filter((name) => chosen[name] && this.regions[name]);
      if (chosen.mesh && this._has().mesh) lines.push("mesh");
      return [
        ...CUSTOMERS.filter((sign) => chosen.customers && frame.signs.includes(sign)).map((sign) => [sign, words[sign]]),
        ...lines.map((name) => [name, words[`layer_${name}`]]),
        ...frame.signs.filter((sign) => !CUSTOMERS.includes(sign)).map((sign) => [sign, words[sign]]),
      ];
    }

    /** The customers of areas have changed: colours that tell of them are no longer right. */
    weighed() {
      this.density.apply(this.chosen.density);
    }

    _row(name) {
      const row = rayon.element("label", "rayon-layer");
      const box = rayon.element("input", "");
      box.type = "checkbox";
      box.name = name;
      box.checked = this.chosen[name];
      box.addEventListener("change", () => {
        this.chosen[name] = box.checked;
        rayon.storage?.setItem(KEPT, JSON.stringify(this.chosen));
        this.apply();
      });
      const label = rayon.element("span", "");
      row.append(box, label);
      return { row, box, label };
    }

    _legend() {
      (this.frame.board ?? this.frame).legend?.();
    }

    /** Offer only what this map has. */
    _offer() {
      const has = this._has();
      for (const [name, { row }] of this.rows) row.hidden = has[name] === false;
      this.rows.get("density").label.textContent = this.density.title;
    }

    _has() {
      const { frame } = this;
      return {
        customers: frame.points.any,
        density: Boolean(frame.board),
        municipalities: !frame.alone,
        provinces: !frame.alone,
        homes: Boolean(frame.homes),
        mesh: frame.board ? frame.board.meshed : this.map.getPane("rayon-mesh").childElementCount > 0,
      };
    }

    async _lay(name, on) {
      const layer = this.regions[name];
      if (!on) {
        layer?.remove();
        return;
      }
      if (layer) {
        layer.addTo(this.map);
        return;
      }
      const { country } = this.frame;
      const level = LEVELS[name];
      try {
        const { lines } = await rayon.document(`borders-${country}-${level}`, `map/borders/${country}/${level}.json`);
        const renderer = L.canvas({ pane: "rayon-regions", padding: 0.3 });
        const style = { ...LINES[name], renderer, interactive: false, smoothFactor: 0.6 };
        this.regions[name] ??= L.polyline(rayon.lines(lines), style);
        if (!this.chosen[name]) return;
        this.regions[name].addTo(this.map);
        this._legend();
      } catch (error) {
        console.warn("rayon: borders did not come", error.message);
        this.rows.get(name).box.checked = this.chosen[name] = false; // not on the map, so not switched on either
      }
    }
  }

  const read = () => {
    try {
      const kept = JSON.parse(rayon.storage?.getItem(KEPT) ?? "{}");
      return Object.fromEntries(Object.entries(kept).filter(([name, on]) => name in USUAL && typeof on === "boolean"));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return {}; // what was kept cannot be read: begin as usual
    }
  };

  rayon.LayerMenu = LayerMenu;
})();
