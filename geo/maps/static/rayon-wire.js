/*
 * Between the desk and the server: operations go when the hand rests, one request at a time and each until it is
 * answered; what others do comes by a long poll while the window is looked at.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const REST_MS = 150; // after the last operation
  const MOST_MS = 1000; // after the first that is not sent
  const PATIENCE_MS = 20000; // for an answer
  const POLL_MS = 40000; // for a change by others; the server answers within 20 s
  const AWAY_MS = [500, 1000, 2000, 4000, 8000, 15000];
  const MOST_OPS = 500; // sent at a time
  const MOST_BEACON = 60000; // bytes that a closing window may send
  const LOST = [401, 403, 404];
  const GAP = 409; // operations before these never arrived
  const LATER = [408, 425, 429];

  /** Whether asking once more would bring the same answer. */
  const settled = ({ status }) => status >= 400 && status < 500 && !LOST.includes(status) && !LATER.includes(status);
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const bare = ({ n, kind, of, to, areas, from, key }) => ({ n, kind, of, to, areas, from, key });

  class Wire {
    /** `desk` holds what is to be sent and takes the answers: pending, version, answered, stale, renumber. */
    constructor(desk, { root, scenario, language, onstate, onlost }) {
      Object.assign(this, { desk, scenario, language, onstate, onlost });
      this.address = new URL(`${root}scenario/${scenario}`, document.baseURI).href;
      this.journal = new rayon.Journal(scenario);
      this.failures = 0;
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
      const answer = await this._ask(at === null ? "" : `?at=${at}`);
      if (!answer.ok) throw Object.assign(new Error(`scenario: ${answer.status}`), { status: answer.status });
      return answer.json();
    }

    /** Something is to be sent: wait for the hand to rest, but not for ever. */
    touch() {
      this.journal.keep(this.desk.version, this.desk.pending.map(bare));
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
      const ops = this.desk.pending.slice(0, MOST_OPS).map(bare);
      const body = JSON.stringify({ cid: this.cid, base: this.desk.version, ops });
      try {
        const answer = await this._ask("/edits", { method: "POST", body, patience: PATIENCE_MS });
        if (answer.ok) this._answered(await answer.json());
        else if (LOST.includes(answer.status)) this._lost(answer.status);
        else if (settled(answer)) await this._anew(answer.status === GAP);
        else this._away(`edits: ${answer.status}`);
      } catch (error) {
        this._away(error);
      }
      this.sending = false;
      if (this.stopped) return;
      if (this.desk.pending.length) this._after(this.failures ? this._pause() : REST_MS);
      this.watch();
    }

    /** Hear of what others change, as long as somebody looks. */
    async watch() {
      if (this.watching || this.desk.readonly) return;
      this.watching = true;
      let misses = 0;
      while (!this.stopped && !this.sending && document.visibilityState === "visible") {
        this.polling = new AbortController();
        try {
          const path = `/changes?since=${this.desk.version}&cid=${this.cid}`;
          const answer = await this._ask(path, { patience: POLL_MS, control: this.polling });
          if (answer.status === 200) this.desk.answered(await answer.json());
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

    /** Ask at once what has changed, also where the server had turned us away. */
    async again() {
      if (this.stopped) {
        this.stopped = false;
        await this.desk.reload();
      }
      this.polling?.abort();
      this.now();
    }

    /** The window closes: end what is under way and hand it over without waiting. */
    leave() {
      this.desk.end();
      const ops = this.desk.pending.map(bare);
      this.journal.keep(this.desk.version, ops);
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

    async _ask(path, { method = "GET", body, patience = PATIENCE_MS, control = new AbortController() } = {}) {
      const headers = { "Accept-Language": this.language() };
      if (body) headers["Content-Type"] = "application/json";
      const limit = setTimeout(() => control.abort(), patience);
      const asked = { method, body, headers, credentials: "same-origin", cache: "no-store", signal: control.signal };
      try {
        return await fetch(this.address + path, asked);
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
      this.desk.answered(answer);
      this.journal.keep(this.desk.version, this.desk.pending.map(bare));
      this.onstate("saved");
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

    /**
     * Begin anew under another name: where the server misses earlier operations of this window, with what is not
     * confirmed; where it cannot take them at all, without.
     */
    async _anew(keeping) {
      this.journal.keep(0, []);
      this.journal.close();
      this.journal = new rayon.Journal(this.scenario);
      this.desk.renumber(keeping);
      this.journal.keep(this.desk.version, this.desk.pending.map(bare));
      await this.desk.reload();
      if (keeping) this.failures += 1; // so that a server that always finds a gap is not asked in a tight loop
    }

    async _leftover(cid, base, ops) {
      const answer = await this._ask("/edits", { method: "POST", body: JSON.stringify({ cid, base, ops }) });
      if (answer.ok) this.desk.leftover(await answer.json());
      else if (settled(answer)) this.desk.leftover(null);
      return answer.ok || settled(answer);
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
