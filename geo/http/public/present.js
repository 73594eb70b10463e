// Shows a plan slide by slide. All texts come with the data, in the reader's language, and enter the page as text alone.

import { column, drawn, width } from "./present-slide.js";

const base = new URL(location.pathname.replace(/\/*$/, "/"), location.origin);
const stage = document.getElementById("stage");
const heard = document.getElementById("heard");
const contents = document.getElementById("contents");
const state = { deck: null, slides: [], at: -1, again: false };

const said = (words, number) =>
  words.replace("{number}", String(number + 1)).replace("{total}", String(state.deck.slides.length));

async function load() {
  const answer = await fetch(new URL(`deck.json${location.search}`, base), { cache: "no-store" });
  if (!answer.ok) return refused(answer);
  state.deck = await answer.json();
  document.documentElement.lang = state.deck.language;
  document.title = `${state.deck.title} · Rayon`;
  state.slides = state.deck.slides.map((slide, number) => {
    const element = drawn(slide, state.deck, base);
    element.setAttribute("aria-label", said(state.deck.words.slide, number));
    const count = element.querySelector(".count");
    count.textContent = `${number + 1} / ${state.deck.slides.length}`;
    count.setAttribute("aria-label", `${count.textContent}, ${state.deck.words.slides}`); // begins as it is seen
    count.addEventListener("click", list);
    element.querySelectorAll("img").forEach((image) => image.addEventListener("error", () => lost(image)));
    element.hidden = true;
    return element;
  });
  stage.replaceChildren(...state.slides);
  stage.setAttribute("aria-busy", "false");
  state.at = -1;
  await document.fonts.ready;
  show(asked());
}

// The program says in a page of words why there is nothing: show those words here.
async function refused(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const words = ["h1", "p"].map((name) => {
    const element = document.createElement(name);
    element.textContent = page.querySelector(name)?.textContent ?? "";
    return element;
  });
  const place = document.createElement("section");
  place.className = "words";
  place.append(...words);
  stage.replaceChildren(place);
  stage.setAttribute("aria-busy", "false");
}

const asked = () => (Number.parseInt(location.hash.slice(1), 10) || 1) - 1;

function show(number) {
  const at = Math.min(Math.max(number, 0), state.slides.length - 1);
  if (at < 0 || at === state.at) return;
  state.slides.forEach((slide, other) => (slide.hidden = other !== at));
  const first = state.at < 0;
  state.at = at;
  history.replaceState(null, "", `#${at + 1}`);
  fit(state.slides[at]);
  const { words, slides } = state.deck;
  heard.textContent = `${said(words.slide, at)}: ${slides[at].title}`;
  stage.scrollTop = 0;
  if (!first) stage.focus({ preventScroll: true });
  fetchPictures();
}

// What does not fit is set smaller until it does, as one name may be long and one team large.
function fit(slide) {
  const words = slide.querySelector(".told");
  slide.classList.remove("bare");
  narrow([...slide.querySelectorAll(".figures dd")]);
  for (const tight of ["", "a", "b", "c", "d"]) {
    slide.dataset.tight = tight;
    if (words.scrollHeight <= words.clientHeight + 1 && words.scrollWidth <= words.clientWidth + 1) break;
  }
  // Where a territory does not fit behind the name of its representative, none is written there.
  const names = [...slide.querySelectorAll("li .name")];
  slide.classList.toggle("bare", !column(stage) && names.some((name) => name.scrollWidth > name.clientWidth));
}

// Figures stand on one line beside each other: all of them become smaller until the longest fits.
function narrow(figures) {
  for (const size of [1, 0.86, 0.74, 0.64, 0.55]) {
    figures.forEach((figure) => figure.style.setProperty("--size", String(size)));
    if (figures.every((figure) => figure.scrollWidth <= figure.clientWidth + 1)) break;
  }
}

// The picture on the screen first, then the next and the one before, then all others one by one: a jump, a print and
// a network that fails in the meeting find them there.
let fetching = false;
async function fetchPictures() {
  if (fetching) return;
  fetching = true;
  try {
    for (let image = wanted(); image; image = wanted()) {
      const settled = new Promise((done) => {
        image.addEventListener("load", done, { once: true });
        image.addEventListener("error", done, { once: true });
      });
      image.dataset.asked = width(stage, image);
      image.src = sized(image).href;
      await settled;
    }
  } finally {
    fetching = false;
  }
}

function wanted() {
  const far = (number) => Math.abs(number - state.at - 0.25);
  const order = state.slides.map((_, number) => number).sort((a, b) => far(a) - far(b));
  for (const number of order) {
    const image = state.slides[number].querySelector("img:not([data-asked])");
    if (image) return image;
  }
  return null;
}

function sized(image) {
  const address = new URL(image.dataset.address, base);
  address.searchParams.set("w", image.dataset.asked);
  return address;
}

// A program that was started anew knows nothing of what it told before it: ask once for what it tells now.
function lost(image) {
  image.closest("figure").classList.add("lost");
  if (state.again) return;
  state.again = true;
  begin();
}

function list() {
  const buttons = state.deck.slides.map((slide, number) => {
    const button = document.createElement("button");
    button.type = "button";
    const mark = document.createElement("span");
    mark.className = "mark";
    if (slide.colour) mark.style.backgroundColor = slide.colour;
    const count = document.createElement("span");
    count.className = "number";
    count.textContent = String(number + 1);
    const title = document.createElement("span");
    title.className = "name";
    title.textContent = slide.title;
    button.append(mark, count, title);
    if (number === state.at) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => {
      contents.close();
      show(number);
    });
    return button;
  });
  contents.setAttribute("aria-label", state.deck.words.slides);
  contents.replaceChildren(...buttons);
  contents.showModal();
  contents.querySelector("[aria-current]")?.focus();
}

const fullScreen = () =>
  document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();

function leave() {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (state.deck?.leave) location.assign(new URL(state.deck.leave, base));
}

const keys = {
  ArrowRight: () => show(state.at + 1),
  ArrowDown: () => show(state.at + 1),
  PageDown: () => show(state.at + 1),
  " ": () => show(state.at + 1),
  ArrowLeft: () => show(state.at - 1),
  ArrowUp: () => show(state.at - 1),
  PageUp: () => show(state.at - 1),
  Backspace: () => show(state.at - 1),
  Home: () => show(0),
  End: () => show(state.slides.length - 1),
  f: fullScreen,
  F: fullScreen,
  o: list,
  O: list,
  Escape: leave,
};

addEventListener("keydown", (event) => {
  const act = keys[event.shiftKey && event.key === " " ? "Backspace" : event.key];
  if (!act || !state.deck || contents.open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " " && event.target.closest("button")) return;
  // In a column these move the page.
  if (column(stage) && /^(Arrow(Up|Down)|Page|Home|End| $)/.test(event.key)) return;
  event.preventDefault();
  act();
});

let from = null;
stage.addEventListener("pointerdown", (event) => (from = [event.clientX, event.clientY, event.pointerType]));
stage.addEventListener("pointerup", (event) => {
  if (!from || !state.deck || event.button !== 0) return;
  const [x, y, kind] = from;
  const [right, down] = [event.clientX - x, event.clientY - y];
  from = null;
  if (event.target.closest("button, a") || String(getSelection())) return;
  if (kind !== "mouse" && Math.abs(right) > 48 && Math.abs(right) > 2 * Math.abs(down)) {
    show(state.at + (right < 0 ? 1 : -1));
  } else if (!column(stage) && Math.hypot(right, down) < 8) {
    const place = event.clientX / innerWidth;
    if (place > 2 / 3) show(state.at + 1);
    else if (place < 1 / 3) show(state.at - 1);
  }
});

addEventListener("hashchange", () => show(asked()));
let resting;
addEventListener("resize", () => {
  clearTimeout(resting);
  resting = setTimeout(rested, 150);
});

// Pictures of another shape are drawn anew for the screen as it is now; until then the old ones are cut.
function rested() {
  if (state.at < 0) return;
  fit(state.slides[state.at]);
  for (const image of stage.querySelectorAll("img[data-asked]")) {
    if (image.dataset.asked === width(stage, image)) continue;
    image.closest("figure").classList.remove("exact");
    delete image.dataset.asked;
  }
  fetchPictures();
}

addEventListener("beforeprint", () => {
  for (const slide of state.slides) {
    slide.hidden = false;
    fit(slide);
  }
});
addEventListener("afterprint", () => state.slides.forEach((slide, number) => (slide.hidden = number !== state.at)));
contents.addEventListener("click", (event) => event.target === contents && contents.close());

// A network that fails for a moment is asked again; the place of the plan stays empty meanwhile.
function begin() {
  load().catch(() => setTimeout(begin, 2000));
}

begin();
