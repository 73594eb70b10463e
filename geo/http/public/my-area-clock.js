// What time it is for the program. A phone's own clock may be days off, and by it visits would be dated wrongly.

const ALIKE_MS = 60_000; // what lies between the two clocks while an answer travels
let ahead = 0;

// `told` is the moment that the program told, in seconds, `here` what this phone's clock said then, in milliseconds.
export function learn(told, here) {
  const between = told * 1000 - here;
  // A clock that says an earlier moment than it said then was put right since: what it was off tells nothing any more.
  const mended = Date.now() < here - ALIKE_MS;
  ahead = mended || Math.abs(between) < ALIKE_MS ? 0 : between;
}

export const now = () => (Date.now() + ahead) / 1000;
