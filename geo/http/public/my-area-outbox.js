// What was logged and is still on the phone. It is written down before anything is sent, and stays until the program
// has answered for it: each entry has a number of its own, so however often it is sent it counts once.

const EMPTY = { queue: [], refused: [], recent: [], drafts: {} };
const [SOONEST, LATEST, AT_ONCE] = [2_000, 60_000, 50];

export class Outbox {
  constructor(store, address, { heard, back }) {
    [this.key, this.address, this.heard, this.back] = [`rayon.area.${store}`, address, heard, back];
    [this.memory, this.fragile, this.sending, this.failures, this.ended] = [null, false, false, 0, null];
    this.alone = false; // each by itself, once one among several could not be read
    addEventListener("online", () => this.now());
    addEventListener("pageshow", () => this.now());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
    // Another window of the same page.
    addEventListener("storage", (event) => event.key === this.key && this.heard());
  }

  read() {
    if (this.memory) return this.memory;
    try {
      return { ...structuredClone(EMPTY), ...JSON.parse(localStorage.getItem(this.key) ?? "{}") };
    } catch {
      return structuredClone(EMPTY);
    }
  }

  change(alter) {
    const all = this.read();
    alter(all);
    try {
      localStorage.setItem(this.key, JSON.stringify(all));
      this.memory = null;
      this.fragile = false;
    } catch {
      [this.memory, this.fragile] = [all, true];
    }
    this.heard();
  }

  get waiting() {
    return this.read().queue.length;
  }

  add(entry) {
    this.change((all) => {
      all.queue.push({ entry, tried: false });
      all.recent.push({ id: entry.id, customer: entry.customer, outcome: entry.outcome, at: entry.at, sent: null });
      delete all.drafts[entry.customer];
    });
    this.now();
  }

  // What was never sent is simply gone; of all else the program is told, which knows whether it has it.
  undo(entry) {
    this.change((all) => {
      const known = all.queue.find((item) => item.entry?.id === entry.id);
      if (known) all.queue = all.queue.filter((item) => item !== known);
      if (!known || known.tried) all.queue.push({ withdrawn: entry.id, entry: null, of: entry, tried: false });
      all.recent = all.recent.filter(({ id }) => id !== entry.id);
    });
    this.now();
  }

  draft(customer, outcome, note) {
    this.change((all) => {
      if (outcome || note) all.drafts[customer] = { outcome, note };
      else delete all.drafts[customer];
    });
  }

  forget(id) {
    this.change((all) => (all.refused = all.refused.filter((item) => item.id !== id)));
  }

  // What the program has told of since, it need not be told of here.
  settled(before) {
    this.change((all) => (all.recent = all.recent.filter(({ sent }) => sent === null || sent > before)));
  }

  now() {
    this.failures = 0;
    this.flush();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.min(LATEST, SOONEST * 2 ** (this.failures - 1)));
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.sending || !this.waiting) return;
    this.sending = true;
    try {
      await this.send();
    } finally {
      this.sending = false;
      this.heard();
    }
    if (this.waiting && !this.ended) this.failures ? this.later() : this.flush();
  }

  async send() {
    const batch = this.read().queue.slice(0, this.alone ? 1 : AT_ONCE);
    const named = new Set(batch.map(name));
    this.change((all) => all.queue.forEach((item) => named.has(name(item)) && (item.tried = true)));
    let answer, told;
    try {
      answer = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          entries: batch.filter(({ entry }) => entry).map(({ entry }) => sent(entry)),
          withdrawn: batch.filter(({ withdrawn }) => withdrawn).map(({ withdrawn }) => withdrawn),
        }),
        cache: "no-store",
        signal: AbortSignal.timeout?.(20_000),
      });
      told = answer.ok ? await answer.json() : await answer.text();
    } catch {
      answer = null;
    }
    if (answer?.ok) {
      [this.failures, this.ended] = [0, null];
      this.take(batch, told);
      this.back();
    } else if (answer?.status === 400) {
      this.failures = 0;
      this.sift(batch, told);
    } else {
      this.failures += 1;
      // The link leads nowhere any more: what waits stays here, to be read and copied.
      if (answer && [404, 410].includes(answer.status)) this.ended = words(told);
    }
  }

  // One that cannot be read keeps no other back: they are sent one by one, and the one by itself is told as refused.
  sift(batch, told) {
    if (batch.length > 1) {
      this.alone = true;
      return;
    }
    const [problem] = words(told), [item] = batch;
    const answers = [{ id: item.entry?.id ?? item.withdrawn, problem: problem ?? "400" }];
    this.take(batch, { entries: answers, withdrawn: [] });
  }

  take(batch, told) {
    const problems = new Map([...told.entries, ...told.withdrawn].map(({ id, problem }) => [id, problem]));
    const answered = batch.filter((item) => problems.has(item.entry?.id ?? item.withdrawn));
    const done = new Set(answered.map(name));
    const moment = Date.now();
    this.change((all) => {
      all.queue = all.queue.filter((item) => !done.has(name(item)));
      for (const item of answered) {
        const problem = problems.get(item.entry?.id ?? item.withdrawn);
        if (problem) all.refused.push({ ...(item.entry ?? item.of), id: name(item), problem, withdrawal: !item.entry });
      }
      const gone = new Set(answered.filter((item) => item.entry && problems.get(item.entry.id)).map((i) => i.entry.id));
      all.recent = all.recent.filter(({ id }) => !gone.has(id));
      for (const one of all.recent) if (done.has(one.id)) one.sent = moment;
    });
  }
}

const name = (item) => (item.entry ? item.entry.id : `-${item.withdrawn}`);
const sent = ({ id, customer, outcome, note, at }) => ({ id, customer, outcome, note, at });

// The program says in a page of words why there is nothing.
export function words(page) {
  const read = new DOMParser().parseFromString(page, "text/html");
  return ["h1", "p"].map((one) => read.querySelector(one)?.textContent ?? "").filter(Boolean);
}

export function number() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
