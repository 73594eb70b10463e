/*
 * Operations on their way: how many of them go at a time, what an answer means for them, and their numbers.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const MOST_OPS = 500;
  const MOST_LETTERS = 500000; // of JSON
  const LOST = [401, 403, 404];

  const bare = ({ n, base, kind, of, to, areas, from, key }) => ({ n, base, kind, of, to, areas, from, key });

  /** The first operations, as many as may go at a time and at least one. */
  const parcel = (ops, { count = MOST_OPS, letters = MOST_LETTERS } = {}) => {
    let left = letters;
    const end = ops.slice(0, count).findIndex((op, i) => {
      left -= JSON.stringify(bare(op)).length;
      return left < 0 && i > 0;
    });
    return ops.slice(0, end < 0 ? count : end).map(bare);
  };

  /**
   * What an answer means: "taken"; "lost" where the scenario is not there or not ours; "gap" where earlier operations
   * never arrived; "large" or "unreadable" where the same again would bring the same; "later" for everything else.
   */
  const verdict = async (answer) => {
    const { status } = answer;
    if (answer.ok) return "taken";
    if (LOST.includes(status)) return "lost";
    if (status === 409) return "gap";
    if (status === 413) return "large";
    if (status === 400) return "unreadable";
    if (status !== 422) return "later";
    const { again } = await answer.json().catch(() => ({}));
    return again ? "later" : "unreadable";
  };

  /** Number operations from `first` on; what builds on an operation that is not known is left out. */
  const renumbered = (ops, first) => {
    const fresh = new Map();
    return ops.flatMap((op) => {
      const own = op.of?.n;
      const of = own === undefined || own < first ? own : fresh.get(own);
      if (own !== undefined && of === undefined) return [];
      const n = first + fresh.size;
      fresh.set(op.n, n);
      if (own === undefined) return [{ ...op, n }];
      const step = op.step && { ...op.step, n: of };
      return [{ ...op, n, of: { n: of }, step }];
    });
  };

  rayon.parcels = { MOST_OPS, LOST, bare, parcel, verdict, renumbered };
})();
