// Where a link leads nowhere any more: what was logged on this phone and never arrived is shown, to be copied.

const told = document.querySelector("script[data-left]").dataset;

function left() {
  const lines = [];
  for (let i = 0; i < localStorage.length; i += 1) {
    const key = localStorage.key(i);
    if (!key.startsWith("rayon.area.")) continue;
    const { queue = [], refused = [] } = JSON.parse(localStorage.getItem(key));
    for (const one of [...queue.map(({ entry }) => entry), ...refused]) {
      if (one?.name) lines.push([one.name, new Date(one.at).toLocaleString(document.documentElement.lang), one.about, one.note]);
    }
  }
  return lines.map((parts) => parts.filter(Boolean).join(" · "));
}

try {
  const lines = left();
  if (lines.length) {
    const heading = document.createElement("h2");
    heading.textContent = told.left;
    const area = document.createElement("textarea");
    area.readOnly = true;
    area.rows = Math.min(12, 2 * lines.length + 1);
    area.value = lines.join("\n");
    area.setAttribute("aria-label", told.left);
    document.querySelector("main").append(heading, area);
  }
} catch {
  // A phone that keeps nothing has nothing left.
}
