// Lays one slide out. Texts are texts: nothing here reads markup.

const HALF = 538;
const PAIR = 850;
const STRIP = 230;
const MOST_ROWS = 16;

function made(name, className, words) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (words !== undefined) element.textContent = words;
  return element;
}

function swatch(colour) {
  const element = made("span", "swatch");
  element.style.backgroundColor = colour;
  return element;
}

export function drawn(slide, deck, base) {
  const element = made("section", `slide pictures-${slide.pictures.length}`);
  element.setAttribute("role", "group");
  element.setAttribute("aria-roledescription", "slide");
  element.dataset.key = slide.key;
  if (slide.pictures.length) element.append(pictures(slide, deck));
  const told = made("div", "told");
  if (slide.colour) {
    const accent = made("span", "accent");
    accent.style.backgroundColor = slide.colour;
    told.append(accent);
  }
  const length = slide.title.length;
  told.append(made("h1", length <= 16 ? "name" : length <= 34 ? "short" : "long", slide.title));
  if (slide.line) told.append(made("p", "line", slide.line));
  if (slide.figures.length) told.append(figures(slide.figures));
  if (slide.bars.length) told.append(slide.chosen === null && slide.bars.length <= MOST_ROWS ? team(slide) : columns(slide));
  if (slide.table) told.append(table(slide.table));
  const beyond = slide.bars[slide.chosen]?.beyond;
  if (slide.conclusion) told.append(made("p", beyond ? "conclusion beyond" : "conclusion", slide.conclusion));
  const side = made("div", "side");
  const foot = made("footer", "foot");
  const count = made("button", "count");
  count.type = "button";
  foot.append(made("span", "plan", deck.footer), count);
  side.append(told, foot);
  element.append(side);
  return element;
}

function pictures(slide, deck) {
  const place = made("div", "pictures");
  for (const { caption, address } of slide.pictures) {
    const figure = made("figure");
    const image = made("img");
    image.alt = caption || slide.title;
    image.dataset.address = address;
    image.decoding = "async";
    image.draggable = false;
    image.addEventListener("load", () => figure.classList.add("there", "exact"));
    figure.append(image, made("span", "absent", deck.words.absent));
    if (caption && slide.pictures.length > 1) figure.append(made("figcaption", "", caption));
    place.append(figure);
  }
  return place;
}

function figures(list) {
  const place = made("dl", `figures of-${list.length}`);
  for (const { value, caption, beyond } of list) {
    const figure = made("div", beyond ? "beyond" : "");
    figure.append(made("dt", "", caption), made("dd", "", value));
    place.append(figure);
  }
  return place;
}

// The team, a line each: how full the target is. Where there are too many for lines, they are columns.
function team({ bars, bars_words: words }) {
  const place = made("div", "team");
  place.style.setProperty("--rows", String(bars.length));
  if (words) place.append(made("p", "about", words));
  const top = Math.max(...bars.map(({ load, target }) => Math.max(load, target)), 0) * 1.06 || 1;
  const list = made("ul");
  for (const { name, line, colour, load, target, words: said, beyond } of bars) {
    const row = made("li", beyond ? "beyond" : "");
    const track = made("span", "track");
    const bar = made("span", "bar");
    bar.style.width = `${(100 * load) / top}%`;
    const tick = made("span", "tick");
    tick.style.left = `${(100 * target) / top}%`;
    track.append(bar, tick);
    const who = made("span", "name", name);
    if (line) who.append(" ", made("span", "where", line));
    row.append(swatch(colour), who, track, made("span", "load", said));
    list.append(row);
  }
  place.append(list);
  return place;
}

// Columns, one's own in colour where it is about one; a dashed line where all have one target, a tick on each where not.
function columns({ bars, chosen, bars_words: words }) {
  const one = bars[chosen];
  const place = made("div", one ? "among" : "among all");
  if (words) place.append(made("p", "about", words));
  const top = Math.max(...bars.map(({ load, target }) => Math.max(load, target)), 0) || 1;
  const alike = bars.every(({ target }) => Math.abs(target - bars[0].target) <= 0.005 * bars[0].target);
  const chart = made("div", "columns");
  chart.style.setProperty("--gap", String(Math.min(12, 160 / bars.length)));
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", one ? `${words} ${one.name}: ${one.words}`.trim() : words);
  bars.forEach(({ colour, load, target, beyond }, number) => {
    const marked = beyond && (!one || number === chosen);
    const column = made("span", marked ? "column beyond" : "column");
    const bar = made("span", number === chosen ? "bar chosen" : "bar");
    bar.style.height = `${(100 * load) / top}%`;
    if (number === chosen && !beyond) bar.style.backgroundColor = colour;
    column.append(bar);
    if (!alike) {
      const tick = made("span", "tick");
      tick.style.bottom = `${(100 * target) / top}%`;
      column.append(tick);
    }
    chart.append(column);
  });
  if (alike) {
    const line = made("span", "target");
    line.style.bottom = `${(100 * bars[0].target) / top}%`;
    chart.append(line);
  }
  place.append(chart);
  return place;
}

function table({ heads, rows, right, colours, beyond }) {
  const place = made("table", heads.length > 5 ? "wide" : "");
  const cells = (row, name, words, number) => {
    for (const [column, said] of words.entries()) {
      const cell = made(name, right[column] ? "right" : "");
      if (column === 0 && name === "td" && colours[number]) cell.append(swatch(colours[number]));
      if (said) cell.append(said);
      if (name === "td") cell.dataset.head = heads[column];
      if (name === "td" && column === heads.length - 1 && beyond[number]) cell.classList.add("beyond");
      if (name === "th") cell.scope = "col";
      row.append(cell);
    }
    return row;
  };
  const head = made("thead");
  head.append(cells(made("tr"), "th", heads));
  const body = made("tbody");
  rows.forEach((row, number) => body.append(cells(made("tr"), "td", row, number)));
  place.append(head, body);
  return place;
}

// Whether slides are set as columns: on a phone, or a screen that stands upright. As in the style sheet.
export const column = (stage) => stage.clientWidth < 720 || stage.clientWidth <= stage.clientHeight;

// Whether two pictures stand one below the other: on a screen that is nearly square. As in the style sheet.
const stacked = (stage) => stage.clientWidth <= 1.5 * stage.clientHeight;

// How wide a picture is drawn: as its place is, on a screen 1080 high, so that its words are as large as the slide's.
// Of two that are stacked each is half as high; two side by side leave room for the figures under them.
export function width(stage, image) {
  if (column(stage)) return "phone";
  const [wide, high] = [stage.clientWidth, stage.clientHeight];
  const pair = image.closest(".pictures-2") !== null;
  const unit = Math.min(wide / (stacked(stage) ? 1560 : 1920), high / 1080);
  const whole = wide / unit - (!pair ? 830 : stacked(stage) ? 800 : 690);
  const rounded = (pixels) => String(Math.round(pixels / 10) * 10);
  if (pair && stacked(stage)) return `${rounded((whole * HALF) / ((high / unit - 4) / 2))}-half`;
  if (pair) return `${rounded((((whole - 4) / 2) * PAIR) / (high / unit - STRIP))}-pair`;
  return rounded((whole * 1080 * unit) / high);
}
