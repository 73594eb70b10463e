/*
 * Between the map and the panel. What the map tells is shown here at once; the panel's tables are asked for when there
 * is a new version or another territory is chosen. What is chosen on the page, and undo and redo, go to the map, or to
 * the server where there is no map.
 */
const KEEP = new WeakMap();
const RESTING = new WeakSet(); // maps that take no strokes because the page has turned to another scenario
const PATIENCE_MS = 5000; // for the page's answer, before it is asked again
const AWAY_MS = 3000; // after which what is not saved is no longer on its way
const FOLLOW_MS = 200; // tables follow another window's hand after those of the hand itself

const frameOf = () => document.querySelector('iframe[title*="st_folium"]')?.contentWindow;

function mapOf(kept) {
  const rayon = frameOf()?.rayon;
  return rayon?.command && rayon.frame?.board?.scenario === kept.data.scenario ? rayon : null;
}

function said(kept) {
  const { words, saved, version } = kept.data;
  const { plan } = kept;
  const status = kept.lost ? words.lost : kept.away ? words.away : plan?.pending ? words.saving : null;
  const shown = Math.max(version, plan?.version ?? 0);
  if (kept.data.earlier) return words.version.replace("{n}", version);
  if (status) return `${words.version.replace("{n}", shown)} · ${status}`;
  return `${words.version.replace("{n}", shown)} · ${words.saved.replace("{time}", plan?.saved ?? saved)}`;
}

function draw(kept) {
  const { root, data, plan } = kept;
  const line = root.querySelector("[role=status]");
  const sentence = said(kept);
  if (line.textContent !== sentence) line.textContent = sentence;
  line.classList.toggle("away", Boolean(kept.lost || kept.away));
  for (const kind of ["undo", "redo"]) {
    const button = root.querySelector(`[data-do=${kind}]`);
    button.title = data.words[kind];
    button.setAttribute("aria-label", data.words[kind]);
    button.disabled = data.earlier || !(plan?.[kind] ?? data[kind]);
  }
}

/** What is not confirmed for long is said to be so, until it is. */
function wait(kept) {
  if (kept.plan.pending) {
    kept.waiting ??= setTimeout(() => {
      kept.away = true;
      draw(kept);
    }, AWAY_MS);
    return;
  }
  clearTimeout(kept.waiting);
  Object.assign(kept, { waiting: undefined, away: false });
}

/**
 * Ask the page for what follows from a new version or from a stroke refused, one question at a time, and tell it in
 * which windows of this tab strokes were refused.
 */
function ask(kept) {
  const { plan, data } = kept;
  if (data.earlier || !plan) return;
  // A map that was loaded anew counts its refusals from none.
  if (plan.refused < kept.asking) Object.assign(kept, { asking: plan.refused, refused: plan.refused });
  const { version, scenario, windows = [] } = plan;
  const known = windows.every((cid) => data.windows.includes(cid));
  if (version <= data.version && plan.refused <= kept.refused && known) return;
  const now = performance.now();
  if (kept.asked && now - kept.asked < PATIENCE_MS) return;
  Object.assign(kept, { asked: now, asking: plan.refused });
  kept.component.setTriggerValue("version", { version, scenario, windows });
}

/** Ask at once for what this window's hand did, and a moment later, once for all of it, for what another's did. */
function follow(kept, before) {
  const { plan } = kept;
  const others = before && plan.version > before.version && !before.pending && !plan.pending;
  if (!others) return ask(kept);
  kept.following ??= setTimeout(() => {
    kept.following = undefined;
    ask(kept);
  }, FOLLOW_MS);
}

/** Let a map of another scenario rest until this one is laid on it, and work again where the page turns back to it. */
function rest(kept) {
  const board = frameOf()?.rayon?.frame?.board;
  if (!board) return;
  const elsewhere = board.scenario !== kept.data.scenario;
  if (elsewhere === RESTING.has(board)) return;
  board.pause(elsewhere);
  if (elsewhere) RESTING.add(board);
  else RESTING.delete(board);
}

/** Let the map take what was chosen on the page, once. */
function forward(kept) {
  look(kept);
  if (kept.data.choice === kept.told) return;
  const rayon = mapOf(kept);
  if (!rayon) return;
  kept.told = kept.data.choice;
  if (rayon.frame.board.selected !== kept.data.selected) {
    rayon.command({ do: "select", territory: kept.data.selected });
  }
}

/** Let the map show the areas that the page points at, once. */
function look(kept) {
  const { n, areas } = kept.data.look;
  kept.looked ??= n;
  const rayon = mapOf(kept);
  if (n === kept.looked || !rayon) return;
  kept.looked = n;
  rayon.command({ do: "look", areas });
}

function take(kept, kind) {
  const rayon = mapOf(kept);
  if (rayon) rayon.command({ do: kind });
  else kept.component.setTriggerValue("act", { do: kind, n: ++kept.n });
}

function begin(root) {
  const kept = { root, n: 0, asked: 0, asking: 0, refused: 0, told: undefined, plan: null, ending: new AbortController() };
  const { signal } = kept.ending;
  const hear = (name, act) =>
    window.addEventListener(name, ({ detail }) => detail && act(detail), { signal });
  hear("rayon:plan", (plan) => {
    if (plan.scenario !== kept.data.scenario) return;
    const before = kept.plan;
    kept.plan = plan;
    kept.lost = false;
    wait(kept);
    draw(kept);
    forward(kept);
    follow(kept, before);
  });
  hear("rayon:select", ({ scenario, territory }) => {
    if (scenario !== kept.data.scenario || territory === kept.chosen) return;
    kept.chosen = territory;
    kept.component.setTriggerValue("chosen", { territory, n: ++kept.n });
  });
  hear("rayon:lost", () => {
    kept.lost = true;
    draw(kept);
  });
  for (const button of root.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => take(kept, button.dataset.do), { signal });
  }
  document.addEventListener("keydown", (event) => key(kept, event), { signal });
  return kept;
}

/** Where there is no map to hear them, the keys of undo and redo are heard here. */
function key(kept, event) {
  if (event.defaultPrevented || mapOf(kept) || kept.data.earlier || event.altKey) return;
  if (!(event.ctrlKey || event.metaKey)) return;
  if (event.target.closest?.('input, textarea, select, [contenteditable=""], [contenteditable="true"]')) return;
  const pressed = event.key.toLowerCase();
  const kind = pressed === "y" || (pressed === "z" && event.shiftKey) ? "redo" : pressed === "z" ? "undo" : null;
  if (!kind) return;
  event.preventDefault();
  if (kept.data[kind]) take(kept, kind);
}

export default function (component) {
  const root = component.parentElement;
  if (!KEEP.has(root)) KEEP.set(root, begin(root));
  const kept = KEEP.get(root);
  kept.component = component;
  if (kept.data?.scenario !== component.data.scenario) {
    Object.assign(kept, { plan: null, lost: false, away: false, asking: 0 });
  }
  Object.assign(kept, { data: component.data, asked: 0, refused: kept.asking });
  kept.chosen = component.data.selected;
  if (mapOf(kept) && kept.plan && kept.plan.version < kept.data.version) mapOf(kept).command({ do: "refresh" });
  rest(kept);
  draw(kept);
  forward(kept);
  ask(kept);
  return () => {
    clearTimeout(kept.waiting);
    clearTimeout(kept.following);
    kept.ending.abort();
    KEEP.delete(root);
  };
}
