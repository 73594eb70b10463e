/*
 * Between the desk and the server: operations go when the hand rests, one request at a time and each until it is
 * answered; what others do comes by a long poll while the window is looked at.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const REST_MS = 100; // after the last operation
  const MOST_MS = 1000; // after the first that is not sent
  const PATIENCE_MS = 20000; // for an answer
  const POLL_MS = 40000; // for a change by others; the server answers within 5 s (geo/http/_desk.py)
  const AWAY_MS = [500, 1000, 2000, 4000, 8000, 15000];
  const MOST_BEACON = 60000; // bytes that a closing window may send
  const { MOST_OPS, LOST, bare, parcel, verdict, renumbered } = rayon.parcels;

  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  class Wire {
    /** `desk` holds what is to be sent and takes the answers: pending, version, answered, forgo, renumber, leftover. */
    constructor(desk, { root, scenario, language, onstate, onlost }) {
      Object.assign(this, { desk, scenario, language, onstate, onlost });
      this.address = new URL(`${root}scenario/${scenario}`, document.baseURI).href;
      this.journal = new rayon.Journal(scenario);
      this.failures = 0;
      this.most = MOST_OPS; // operations sent at a time
      this.stopped = false;
      this.ending = new AbortController();
      const on = (target, name, act) => target.addEventListener(name, act, { signal: this.ending.signal });
      on(window, "pagehide", () => this.leave());
      on(window, "pageshow", () => this.now());
      on(window, "online", () => this.now());
      on(document, "visibilitychange", () => this._seen());
    }

    get cid() {
      return this.journal.cid;
    }

    /** Fetch the scenario, after sending on what earlier windows have left. */
    async load(at = null) {
      if (at === null) await this.journal.leftovers((cid, base, ops) => this._leftover(cid, base, ops));
      return rayon.answered(this._ask(at === null ? "" : `?at=${at}`));
    }

    /** Something is to be sent: wait for the hand to rest, but not for ever. */
    touch() {
      this._keep();
      this.first ??= performance.now();
      this._after(Math.max(0, Math.min(REST_MS, this.first + MOST_MS - performance.now())));
    }

    now() {
      if (this.desk.pending.length) this._after(0);
      this.watch();
    }

    /** Send what is pending, unless an answer is awaited: then what is new goes right after it. */
    async send() {
      if (this.sending || this.stopped || !this.desk.pending.length) return;
      this.sending = true;
      this.first = undefined;
      this.polling?.abort();
      const ops = parcel(this.desk.pending, { count: this.most });
      try {
        const answer = await this._post(this.cid, this.desk.version, ops);
        const meaning = await verdict(answer);
        if (meaning === "taken") this._answered(await answer.json());
        else if (meaning === "lost") this._lost(answer.status);
        else if (meaning === "gap") await this._anew();
        else if (meaning === "later") this._away(`edits: ${answer.status}`);
        else this._fewer(ops);
      } catch (error) {
        this._away(error);
      }
      this.sending = false;
      if (this.stopped) return;
      if (this.desk.pending.length) this._after(this.failures ? this._pause() : this.most < MOST_OPS ? 0 : REST_MS);
      this.watch();
    }

    /** Hear of what others change, as long as somebody looks. */
    async watch() {
      if (this.watching || this.desk.readonly || !this.desk.version) return;
      this.watching = true;
      let misses = 0;
      while (!this.stopped && !this.sending && document.visibilityState === "visible") {
        this.polling = new AbortController();
        try {
          const path = `/changes?since=${this.desk.version}&cid=${this.cid}`;
          const answer = await this._ask(path, { patience: POLL_MS, control: this.polling });
          if (answer.status === 200) this._told(await answer.json());
          else if (LOST.includes(answer.status)) this._lost(answer.status);
          else if (answer.status !== 204) throw new Error(`changes: ${answer.status}`);
          misses = 0;
        } catch (error) {
          if (this.polling.signal.aborted) continue;
          console.info("rayon: no word from the server", String(error));
          await sleep(AWAY_MS[Math.min(misses, AWAY_MS.length - 1)]);
          misses += 1;
        }
      }
      this.watching = false;
    }

    /** Ask at once what has changed, also where the server had turned us away; one that is only away is asked again. */
    async again() {
      clearTimeout(this.timer);
      try {
        if (this.stopped) await this._back();
      } catch (error) {
        if (this.ending.signal.aborted) return;
        if (!rayon.passing(error)) return this._lost(error.status);
        this._away(error);
        this.timer = setTimeout(() => this.again(), this._pause());
        return;
      }
      this.polling?.abort();
      this.now();
    }

    async _back() {
      await this.desk.reload();
      this.stopped = this.ending.signal.aborted;
      this._rest();
    }

    /** The window closes: end what is under way and hand it over without waiting. */
    leave() {
      this.desk.end();
      this._keep();
      const ops = parcel(this.desk.pending, { letters: MOST_BEACON });
      if (!ops.length || this.stopped) return;
      const body = new Blob([JSON.stringify({ cid: this.cid, base: this.desk.version, ops })], { type: "application/json" });
      if (body.size <= MOST_BEACON) navigator.sendBeacon(`${this.address}/edits`, body);
    }

    close() {
      this.leave();
      this.stopped = true;
      clearTimeout(this.timer);
      this.polling?.abort();
      this.ending.abort();
      this.journal.close();
    }

    _keep() {
      this.journal.keep(this.desk.version, this.desk.pending.map(bare));
    }

    _post(cid, base, ops) {
      return this._ask("/edits", { method: "POST", body: JSON.stringify({ cid, base, ops }) });
    }

    async _ask(path, { method = "GET", body, patience = PATIENCE_MS, control = new AbortController() } = {}) {
      const headers = { "Accept-Language": this.language() };
      if (body) headers["Content-Type"] = "application/json";
      const limit = setTimeout(() => control.abort(), patience);
      try {
        return await rayon.asked(this.address + path, { method, body, headers, cache: "no-store", signal: control.signal });
      } finally {
        clearTimeout(limit);
      }
    }

    _after(ms) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), ms);
    }

    _answered(answer) {
      this.failures = 0;
      this.most = Math.min(2 * this.most, MOST_OPS);
      this._told(answer);
      this.onstate("saved");
    }

    /** Any answer may confirm what is on its way: that of an operation itself can be lost. */
    _told(answer) {
      this._owned(answer);
      this.desk.answered(answer);
      this._rest();
    }

    _owned({ cid, rejected }) {
      if (rejected?.length) this.journal.own(cid);
    }

    _rest() {
      this._keep();
      if (this.desk.pending.length) return;
      this.failures = 0;
      this.onstate("saved");
    }

    /** The server takes these operations neither now nor later: find the one it is about, and go on without it. */
    _fewer(ops) {
      this.failures = 0;
      this.most = Math.max(1, Math.floor(ops.length / 2));
      if (ops.length > 1) return;
      this.most = MOST_OPS;
      this.desk.forgo(ops[0].n);
      this._rest();
    }

    _away(reason) {
      console.info("rayon: not saved yet", String(reason));
      this.failures += 1;
      this.onstate("away");
    }

    _pause() {
      return AWAY_MS[Math.min(this.failures, AWAY_MS.length) - 1];
    }

    _lost(status) {
      this.stopped = true;
      this.onlost(status);
    }

    /** Begin anew under another name where the server misses earlier operations of this window. */
    async _anew() {
      this.journal.keep(0, []);
      this.journal.close();
      this.journal = new rayon.Journal(this.scenario);
      this.desk.renumber(1);
      this._keep();
      await this.desk.reload();
      this.failures += 1; // so that a server that always finds a gap is not asked in a tight loop
    }

    /**
     * Send on what an earlier window has left; tells whether the server has dealt with all of it. Where it misses
     * earlier operations of that window, it is sent under another name: each is taken or refused by what it says itself.
     */
    async _leftover(cid, base, ops, anew = false) {
      let count = MOST_OPS;
      while (ops.length) {
        const sent = parcel(ops, { count });
        const answer = await this._post(cid, base, sent);
        const meaning = await verdict(answer);
        if (meaning === "lost" || meaning === "later") return false;
        if (meaning === "gap") return !anew && this._leftover(rayon.Journal.name(), base, renumbered(ops, 1), true);
        if (meaning === "taken") {
          const told = await answer.json();
          this._owned(told);
          this.desk.leftover(told);
          ops = ops.filter((op) => op.n > Math.max(told.upto, sent.at(-1).n));
        } else if (sent.length > 1) count = Math.floor(sent.length / 2);
        else {
          this.desk.leftover(null);
          ops = renumbered(ops.slice(1), sent[0].n);
          count = MOST_OPS;
        }
      }
      return true;
    }

    _seen() {
      if (document.visibilityState === "visible") {
        this.now();
        return;
      }
      this.polling?.abort();
      this._after(0);
    }
  }

  rayon.Wire = Wire;
})();
