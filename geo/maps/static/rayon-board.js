/*
 * A scenario on the map: ties what is painted, the state under it, the tools and what is told to the page.
 *
 * Everything a change brings about is drawn at most once a frame; names and points are laid out when the hand rests.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const NONE = rayon.UNASSIGNED;
  const MINUS = "\u2212";
  const ROUNDING = 1e-9;
  const REST_MS = 160;
  const FINGERS = window.matchMedia("(pointer: coarse)");

  class Board {
    /** `frame` is the map's: map, labels, points, controls, words, language; `layer` a document of kind blocks. */
    constructor(frame, layer, { scenario, at, measure }) {
      Object.assign(this, { frame, layer, scenario, at, measure, selected: null, tool: "choose", fresh: new Set() });
      this.dirty = new Set();
      this.mosaic = new rayon.Mosaic(layer);
      this.blocks = new rayon.Blocks(this.mosaic);
      this.tools = new rayon.Tools(frame.controls.tools.box, (tool) => this.setTool(tool));
      this.desk = new rayon.Desk({
        root: frame.root,
        scenario,
        at,
        language: () => frame.language,
        listen: {
          changed: (areas, ids, all) => this._changed(areas, ids, all),
          refused: (areas, whys) => this._refused(areas, whys),
          state: (state) => this._state(state),
          lost: (status) => this._lost(status),
          weighed: () => (this.weighed = true),
        },
      });
      this.tools.setState("");
      this.ending = new AbortController();
    }

    get words() {
      return this.frame.words[this.frame.language] || this.frame.words.en;
    }

    /** Whether there is a border between two areas that is none between territories. */
    get meshed() {
      const { owner } = this.desk;
      return this.mosaic.sides.some(([one, other]) => other >= 0 && owner[one] === owner[other]);
    }

    /** Read the scenario and lay it on the map; a board that was left meanwhile stays off it. */
    async open(selected) {
      try {
        await this.desk.open();
      } catch (error) {
        if (!this.closed && rayon.parcels.LOST.includes(error.status)) this._lost(error.status);
        throw error;
      }
      if (this.closed) return;
      const { map } = this.frame;
      this.blocks.owner = this.desk.owner;
      this.blocks.addTo(map);
      this.hand = new rayon.Hand(map, this);
      rayon.hearKeys(this._keys(), this.ending.signal);
      this.selected = this.desk.territory(selected) ? selected : null;
      this.setTool(this.desk.readonly ? "choose" : this.tool);
      this.speak();
    }

    /** Say everything in the reader's language. */
    speak() {
      this.tools.speak(this.words, this.desk.readonly);
      this.percent = new Intl.NumberFormat(this.frame.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
      this.count = new Intl.NumberFormat(this.frame.language);
      this._hint();
      this._changed([], [], true);
      this._draw();
      this._settle();
    }

    close() {
      this.closed = true;
      clearTimeout(this.rest);
      this.ending.abort();
      this.hand?.remove();
      this.desk.close();
      this.blocks.remove();
      this.tools.close();
    }

    /** Take no strokes while something else is about to stand here; what is on its way still goes out. */
    pause(still) {
      if (!this.hand || still === this.desk.still) return;
      if (still) this.hand.finish();
      this.desk.still = still;
      this.frame.why.close();
      this.desk.wire.now();
    }

    select(id) {
      if (this.desk.still) return;
      const chosen = this.desk.territory(id) ? id : null;
      if (chosen === this.selected) return;
      this.selected = chosen;
      this._hint();
      this._changed([], [], true);
      this._emit("rayon:select", { scenario: this.scenario, territory: chosen });
    }

    setTool(tool) {
      if (this.desk.readonly && tool !== "choose") return;
      this.tool = tool;
      this.frame.why?.close();
      this.hand.setTool(tool);
      this.tools.press(tool);
      this.tools.calm();
      this._hint();
    }

    /** Say in the reader's language why something did not happen; `id` names a territory. */
    notice(word, id) {
      this.tools.notice(rayon.sentence(this.words[word], { territory: this.desk.territory(id)?.name }));
    }

    /** Bring some areas into view and let them light up. */
    look(areas) {
      const known = areas.filter((area) => this.mosaic.boxes[area]);
      if (!known.length) return;
      this.frame.map.fitBounds(this.mosaic.cornersOf(this.frame.map, known), { padding: [80, 80], maxZoom: 11 });
      this.blocks.flash(known);
    }

    command({ do: what, territory = null, tool, areas = [] }) {
      if (this.closed || this.desk.still || !this.hand) return;
      if (what === "select") this.select(territory);
      else if (what === "look") this.look(areas);
      else if (what === "tool") this.setTool(tool);
      else if (what === "undo" || what === "redo") this.desk.take(what);
      else if (what === "refresh") this.desk.wire.again();
    }

    _keys() {
      const keys = {
        undo: () => this.desk.take("undo"),
        redo: () => this.desk.take("redo"),
        tool: (tool) => this.setTool(tool),
        enter: () => this.hand.close(),
        backspace: () => this.hand.back(),
        space: (held) => this.hand.hold(held),
        escape: () => this.hand.drop() || (this.selected !== null && (this.select(null), true)),
      };
      const heard = ([name, act]) => [name, (...told) => !this.desk.still && act(...told)];
      return Object.fromEntries(Object.entries(keys).map(heard));
    }

    _changed(areas, ids, all) {
      if (!this.hand || this.closed) return;
      areas.forEach((area) => this.dirty.add(area));
      [...ids].filter((id) => id !== NONE).forEach((id) => this.fresh.add(id));
      this.all ||= all;
      if (!this.due) {
        this.due = true;
        this.drawing = requestAnimationFrame(() => this._draw());
      }
      clearTimeout(this.rest);
      this.rest = setTimeout(() => this._settle(), REST_MS);
    }

    /** Draw now what a closed line has changed: many areas at once would make the frame late that they are drawn in. */
    flush() {
      if (!this.due) return;
      cancelAnimationFrame(this.drawing);
      this._draw();
    }

    /** Bring the picture up to date with the desk: colours and borders, figures, what the page hears. */
    _draw() {
      this.due = false;
      if (this.closed) return;
      const { desk, blocks } = this;
      if (this.weighed) this.frame.corner.menu.weighed();
      this.weighed = false;
      if (!desk.territory(this.selected)) this.selected = null;
      blocks.selected = this.selected;
      const areas = this.all ? [...desk.owner.keys()] : [...this.dirty];
      for (const area of areas) blocks.moved[area] = desk.owner[area] === desk.origin[area] ? 0 : 1;
      if (this.all) {
        blocks.colours = new Map(desk.territories.map(({ id, colour }) => [id, colour]));
        blocks.repaint();
        this._names();
        this._hint();
      } else blocks.refresh(areas);
      this._figures();
      this.frame.accounts.follow(this);
      this.legend();
      this._emit("rayon:plan", {
        scenario: this.scenario,
        version: desk.version,
        pending: desk.pending.length,
        sums: Object.fromEntries([...desk.sums].map(([id, sums]) => [id, [...sums]])),
        selected: this.selected,
        changed: [...this.fresh],
        saved: desk.saved,
        undo: desk.undo.length,
        redo: desk.redo.length,
        refused: desk.refused,
        windows: desk.wire.journal.windows,
      });
      this.dirty.clear();
      this.fresh.clear();
      this.all = false;
      rayon.painted = (rayon.painted || 0) + 1;
    }

    /** Lay out what takes longer, once the hand rests: places of names, customers of what is chosen. */
    _settle() {
      const { frame, desk, mosaic } = this;
      const found = rayon.middles(mosaic, desk.owner);
      for (const territory of frame.labels.territories) {
        const { anchors = [], size = 0 } = found.get(territory.id) || {};
        Object.assign(territory, { anchors, size, selected: territory.id === this.selected });
      }
      frame.points.selected = this.selected;
      frame.points.draw();
      frame.labels.draw();
    }

    _names() {
      this.frame.labels.territories = this.desk.territories.map(({ id, name }) => {
        const known = this.frame.labels.territories.find((territory) => territory.id === id);
        const unwritten = { line: "", deviation: 0, attention: false };
        return { anchors: [], size: 0, ...known, ...unwritten, id, name, selected: id === this.selected };
      });
    }

    /** Write each territory's deviation where its name stands; only beyond the tolerance it stands out. */
    _figures() {
      const measure = this.measure ?? this.desk.balanced;
      for (const territory of this.frame.labels.territories) {
        const deviation = this.desk.deviation(territory.id, measure);
        const line = this._signed(deviation);
        const attention = Math.abs(deviation) > this.desk.tolerance + ROUNDING;
        if (line === territory.line && attention === territory.attention) continue;
        Object.assign(territory, { line, deviation, attention });
        this.frame.labels.rewrite(territory);
      }
    }

    _signed(share) {
      const size = this.percent.format(Math.abs(share * 100));
      const sign = Math.abs(share) < 0.0005 ? "" : share < 0 ? MINUS : "+";
      return `${sign}${size}\u00a0%`;
    }

    /** Say what the signs on the map mean. */
    legend() {
      if (!this.hand || this.closed) return;
      const { desk, words, frame } = this;
      const moved = this.blocks.moved.reduce((sum, one) => sum + one, 0);
      const said = moved === 1 ? words.moved_one : words.moved_many;
      const entries = [
        ...(this.selected === null ? [] : [["selected", words.selected, desk.territory(this.selected).colour]]),
        ...(moved ? [["moved", said.replace("{count}", this.count.format(moved))]] : []),
        ...(desk.owner.includes(NONE) ? [["unassigned", words.unassigned]] : []),
        ...frame.accounts.signs(words),
        ...frame.corner.menu.signs(words),
      ];
      const key = JSON.stringify(entries);
      if (key !== this.entries) frame.controls.setLegend(entries);
      this.entries = key;
    }

    /** Say what a click does now. */
    _hint() {
      const { desk, tool, words } = this;
      const territory = desk.territory(this.selected);
      const sentence = () => {
        if (desk.readonly) return words.hint_earlier;
        if (tool === "choose") return words.hint_choose;
        if (!territory) return words.hint_first;
        if (territory.locked) return words.locked;
        return tool === "paint" && FINGERS.matches ? words.hint_finger : words[`hint_${tool}`];
      };
      this.tools.say(rayon.sentence(sentence(), { territory: territory?.name }));
    }

    _refused(areas, whys) {
      if (areas.length) this.blocks.flash(areas);
      this.tools.notice(whys.flatMap((why, i) => [...(i ? [" "] : []), why ?? this.words.not_kept]));
    }

    _state(state) {
      this.tools.setState(state === "away" ? this.words.away : "");
    }

    _lost(status) {
      this.tools.setState(this.words.lost);
      this._emit("rayon:lost", { status });
    }

    _emit(name, detail) {
      window.parent.dispatchEvent(new window.parent.CustomEvent(name, { detail }));
    }
  }

  rayon.Board = Board;
  rayon.command = (command) => rayon.frame.board?.command(command);
})();
