/*
 * The state of a scenario under the hand: what the server has confirmed, what is on its way, the stroke being painted,
 * and the sums that follow from them.
 *
 * The view is always the confirmed owners + the operations that are not confirmed + the stroke under the hand. An
 * answer changes the first and the others are replayed over it, so no answer overwrites what came later.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const NONE = rayon.UNASSIGNED;
  const WRITTEN = 0.001; // unit in which each value is written
  const EXACT = 1e-9; // share of a total by which sums of floats may differ

  class Desk {
    /** `listen` is told: changed(areas, ids, all), weighed(), refused(areas, whys), state("saved" | "away"), lost(status). */
    constructor({ root, scenario, at, language, listen }) {
      Object.assign(this, { scenario, at, listen, version: 0, pending: [], stroke: null, wishes: [], n: 0, refused: 0, still: false });
      this.wire = new rayon.Wire(this, {
        root, scenario, language, onstate: (state) => listen.state(state), onlost: (status) => listen.lost(status),
      });
    }

    /** Read the scenario; from then on the desk has its territories, owners and sums. */
    async open() {
      this._take(await this.wire.load(this.at));
      this.wire.watch();
    }

    close() {
      this.wire.close();
    }

    async reload() {
      const state = await this.wire.load(this.at);
      if (state.version >= this.version) this._take(state);
    }

    ownerOf(area) {
      return this.owner[area];
    }

    territory(id) {
      return this.byId.get(id);
    }

    /** Signed deviation of a territory from its target in a measure, as a fraction of the target. */
    deviation(id, measure) {
      const total = this.territories.reduce((sum, { id: other }) => sum + this.sums.get(other)[measure], 0);
      const capacity = this.territories.reduce((sum, territory) => sum + territory.capacity, 0);
      const target = (total * this.territory(id).capacity) / capacity;
      return target > 0 ? (this.sums.get(id)[measure] - target) / target : 0;
    }

    /** Why an area cannot go to a territory: "territory" or "area" is locked; null where it can. */
    locked(area, to) {
      if (this.territory(to)?.locked) return "territory";
      return this.territory(this.owner[area])?.locked ? "area" : null;
    }

    // --- the hand ---

    begin(to) {
      this.end();
      if (this.readonly || this.still || (to !== NONE && !this.territory(to))) return;
      this.stroke = { to, areas: [], from: [], base: this.version };
    }

    /** Paint areas; those that are there already, or locked, stay. Returns how many have changed. */
    extend(areas) {
      const { stroke } = this;
      if (!stroke) return 0;
      const free = areas.filter((area) => this.owner[area] !== stroke.to && !this.locked(area, stroke.to));
      for (const area of free) {
        stroke.areas.push(area);
        stroke.from.push(this.owner[area]);
      }
      this._show(free.map((area) => [area, stroke.to]));
      return free.length;
    }

    /** The hand lets go: the stroke becomes one operation. */
    end() {
      const { stroke } = this;
      this.stroke = null;
      if (stroke?.areas.length) this._add({ kind: "assign", ...stroke });
    }

    /** The stroke under the hand never was. */
    cancel() {
      if (!this.stroke) return;
      this.stroke = null;
      this._replay();
    }

    assign(to, areas) {
      this.begin(to);
      const changed = this.extend(areas);
      this.end();
      return changed;
    }

    /** Bind a customer to a territory, or let it follow its area again: shown when the server has answered. */
    bind(key, to) {
      if (this.readonly || this.still) return;
      this.end();
      this._add({ kind: "bind", key, to });
    }

    /** Take back, or bring back, the newest step; one that is not known yet waits for the next answer. */
    take(kind) {
      if (this.readonly) return;
      this.end();
      const step = this.wishes.length ? undefined : this[kind].at(-1);
      if (step) this._add({ kind, of: step.v ?? { n: step.n }, step });
      else if (this.pending.length) this.wishes.push(kind);
    }

    // --- the server ---

    /**
     * Take an answer: what it confirms, what others did, what it refuses. An answer may repeat what an earlier one
     * refused; only what was still on its way is news.
     */
    answered(answer) {
      const refused = (answer.rejected || []).filter(([n]) => this.pending.some((op) => op.n === n));
      this.pending = this.pending.filter((op) => op.n > answer.upto);
      if (answer.version >= this.version) {
        for (const [area, id] of answer.now) this.confirmed[area] = id;
        if (answer.territories) this._territories(answer.territories);
        if (answer.bound) this.bound = answer.bound;
        if (answer.accounts) this.accounts = answer.accounts;
        for (const [area, values] of answer.weights || []) values.forEach((value, m) => (this.weights[m][area] = value));
        if (answer.weights?.length) this.listen.weighed();
        this.version = answer.version;
        this.saved = answer.saved ?? this.saved;
        this.known = { undo: answer.undo, redo: answer.redo };
        this._replay();
        this._check(answer.sums);
      } else this._replay();
      if (refused.length) this._refused(refused);
      this._wished();
    }

    _wished() {
      this.wishes.splice(0).forEach((kind) => this.take(kind));
    }

    /** What an earlier window had left has been answered; null where the server cannot read it. */
    leftover(answer) {
      if (!answer) this.listen.refused([], [null]);
      else if (answer.rejected?.length) this._refused(answer.rejected.map(([n, , why]) => [n, [], why]));
    }

    /** Go on without the first operation on its way, and what builds on it: the server cannot take it. */
    forgo(n) {
      const areas = this.pending.shift().areas ?? [];
      this.renumber(n);
      this.listen.refused(areas, [null]);
      this._wished();
    }

    /** Number the operations on their way from `first` on; those that build on one that is not known are dropped. */
    renumber(first) {
      this.pending = rayon.parcels.renumbered(this.pending, first);
      this.n = first - 1 + this.pending.length;
      this._replay();
    }

    _take(state) {
      if (this.version) this.listen.weighed();
      Object.assign(this, {
        version: state.version, readonly: state.readonly || this.at !== null, measures: state.measures,
        balanced: state.balanced, tolerance: state.tolerance, weights: state.weights, bound: state.bound,
        accounts: state.accounts ?? [],
        saved: state.saved ?? null, known: { undo: state.undo, redo: state.redo },
        confirmed: Int32Array.from(state.owner), origin: Int32Array.from(state.origin),
      });
      this.owner ??= new Int32Array(state.owner.length).fill(NONE);
      this._territories(state.territories);
      this._replay(true);
    }

    _territories(territories) {
      this.territories = territories;
      this.byId = new Map(territories.map((territory) => [territory.id, territory]));
      this.renamed = true;
    }

    _add(op) {
      this.n += 1;
      const added = { n: this.n, base: this.version, ...op };
      this.pending.push(added);
      this._show(this._effect(added, this));
      this.wire.touch();
    }

    /** Move an operation's step between the stacks and return what it does to areas: [area, owner] each. */
    _effect(op, stacks) {
      if (op.kind === "undo" || op.kind === "redo") {
        const [from, to] = op.kind === "undo" ? ["undo", "redo"] : ["redo", "undo"];
        const place = stacks[from].findLastIndex(({ v, n }) => v === op.step.v && n === op.step.n); // -1: the newest
        stacks[from] = stacks[from].toSpliced(place, 1);
        stacks[to] = [...stacks[to], op.step];
        if (!op.step.whole) return [];
        const owners = op.kind === "undo" ? op.step.before : op.step.after;
        return op.step.areas.map((area, i) => [area, owners[i]]);
      }
      const whole = op.kind === "assign";
      const step = { n: op.n, whole, areas: op.areas, before: op.from, after: whole ? op.areas.map(() => op.to) : [] };
      stacks.undo = [...stacks.undo, step];
      stacks.redo = [];
      return whole ? op.areas.map((area) => [area, op.to]) : [];
    }

    /** Lay what is on its way over what is confirmed, and tell what the view has changed in. */
    _replay(whole = false) {
      const view = Int32Array.from(this.confirmed);
      Object.assign(this, this.known);
      for (const op of this.pending) for (const [area, id] of this._effect(op, this)) view[area] = id;
      this.stroke?.areas.forEach((area) => (view[area] = this.stroke.to));
      const areas = [];
      const ids = new Set();
      view.forEach((id, area) => {
        if (id === this.owner[area]) return;
        areas.push(area);
        ids.add(id).add(this.owner[area]);
      });
      this.owner.set(view);
      this.sums = this._summed();
      this.listen.changed(areas, whole || this.renamed ? new Set(this.byId.keys()) : ids, whole || this.renamed);
      this.renamed = false;
    }

    /** Change the owners of areas, and the sums with them. */
    _show(changes) {
      const areas = [];
      const ids = new Set();
      for (const [area, id] of changes) {
        const was = this.owner[area];
        if (was === id) continue;
        this.owner[area] = id;
        this.weights.forEach((weight, measure) => {
          if (this.sums.has(was)) this.sums.get(was)[measure] -= weight[area];
          if (this.sums.has(id)) this.sums.get(id)[measure] += weight[area];
        });
        areas.push(area);
        ids.add(was).add(id);
      }
      this.listen.changed(areas, ids, false);
    }

    _summed() {
      const sums = new Map(this.territories.map(({ id }) => [id, this.weights.map((_, m) => this.bound?.[id]?.[m] ?? 0)]));
      this.weights.forEach((weight, measure) => {
        this.owner.forEach((id, area) => {
          if (sums.has(id)) sums.get(id)[measure] += weight[area];
        });
      });
      return sums;
    }

    /** The server's sums must be ours; where they are not, something was missed and everything is read anew, once. */
    _check(sums) {
      if (this.pending.length || this.stroke || this.checked === this.version) return;
      const agree = this.weights.every((weight, measure) => {
        const near = WRITTEN * (weight.length + 2) + EXACT * weight.reduce((total, value) => total + Math.abs(value), 0);
        return this.territories.every(({ id }) => Math.abs(this.sums.get(id)[measure] - (sums[id]?.[measure] ?? NaN)) <= near);
      });
      this.checked = this.version;
      if (!agree) this.reload().catch((error) => rayon.passing(error) || this.listen.lost(error.status ?? 0));
    }

    _refused(rejected) {
      this.refused += rejected.length;
      this.listen.refused(rejected.flatMap(([, areas]) => areas), [...new Set(rejected.map(([, , why]) => why))]);
    }
  }

  rayon.Desk = Desk;
})();
