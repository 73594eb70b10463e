/*
 * What the server has not yet confirmed, kept in the browser: a window that is closed or killed loses nothing.
 *
 * A window's entry carries its own name (cid), new at each load, and is held by a lock as long as the window lives, so
 * that another window sends on only what nobody looks after any more. The names of the windows that were refused
 * something stay with the tab, so that a reload does not part them from what is told of it.
 */
(() => {
  "use strict";
  const rayon = window.rayon;

  const MOST_WINDOWS = 20;

  /** Where blocked storage would refuse, keep nothing: the short rest before sending is then all that protects. */
  const usable = (name) => {
    try {
      window[name].setItem("rayon:probe", "1");
      window[name].removeItem("rayon:probe");
      return window[name];
    } catch (error) {
      console.warn("rayon: the browser keeps nothing for this site", error.name);
      return null;
    }
  };
  const storage = usable("localStorage");
  const tab = usable("sessionStorage");

  rayon.storage = storage;

  /** What an entry holds; one that is not ours, or broken, holds nothing and must not keep the map shut. */
  const read = (entry) => {
    try {
      const { base, ops } = JSON.parse(entry) || {};
      return Number.isInteger(base) && Array.isArray(ops) ? { base, ops } : {};
    } catch (error) {
      console.warn("rayon: an entry of the browser's storage cannot be read", error.name);
      return {};
    }
  };

  class Journal {
    /** Name a window as none was before. */
    static name() {
      return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }

    constructor(scenario) {
      this.prefix = `rayon:${scenario}:`;
      this.cid = Journal.name();
      const key = this.prefix + this.cid;
      this.windows = (tab?.getItem(`${this.prefix}windows`) ?? "").split(" ").filter(Boolean);
      const closed = new Promise((resolve) => (this.close = resolve));
      navigator.locks?.request(key, () => closed);
    }

    /** Keep the operations that are not confirmed; none removes the entry. */
    keep(base, ops) {
      const key = this.prefix + this.cid;
      if (!ops.length) storage?.removeItem(key);
      else
        try {
          storage?.setItem(key, JSON.stringify({ base, ops }));
        } catch (error) {
          console.warn("rayon: the browser's storage is full", error.name);
        }
    }

    /** Take note that a window was refused something, which is told in this tab from now on. */
    own(cid) {
      if (this.windows.includes(cid)) return;
      this.windows = [...this.windows, cid].slice(-MOST_WINDOWS);
      tab?.setItem(`${this.prefix}windows`, this.windows.join(" "));
    }

    /** Send on, one by one, what windows that are gone have left: send(cid, base, ops) tells whether it is settled. */
    async leftovers(send) {
      const keys = Object.keys(storage || {}).filter((key) => key.startsWith(this.prefix) && !key.endsWith(this.cid));
      for (const key of keys) {
        const settle = async (lock) => {
          const entry = lock === null ? null : storage.getItem(key);
          if (!entry) return;
          const { base, ops } = read(entry);
          if (!ops || (await send(key.slice(this.prefix.length), base, ops))) storage.removeItem(key);
        };
        await (navigator.locks ? navigator.locks.request(key, { ifAvailable: true }, settle) : settle());
      }
    }
  }

  rayon.Journal = Journal;
})();
