// One representative's own customers on a phone. All texts come with the data and enter the page as text alone.

import { card } from "./my-area-card.js";
import { learn, now } from "./my-area-clock.js";
import { byDistance, byValue, caption, emptied, found, inOrder, more, rows, step, unsaved } from "./my-area-list.js";
import { keep } from "./my-area-kept.js";
import { Outbox, number, words as pageWords } from "./my-area-outbox.js";
import { button, counted, icon, made, moment, said } from "./my-area-told.js";
import { UNDO_MS, copy, hideToast, toast } from "./my-area-toast.js";

const base = new URL(location.pathname.replace(/\/*$/, "/"), location.origin);
const place = Object.fromEntries(
  ["title", "rep", "count", "main", "told", "map", "card", "controls", "list", "toast", "tabs"].map((id) => [id, document.getElementById(id)]),
);
const TABS = ["due", "nearby", "area"];
const [FRESH_MS, STALE_MS, DAY] = [300_000, 20_000, 86_400];
const state = {
  data: null, customers: [], tab: "due", chosen: null, anchor: null, me: null, locating: "", shown: step("due"), query: "",
  loaded: 0, stale: false, map: null, drawing: null, last: null, waited: false, only: false,
};
let outbox = null;

const whole = () => state.customers.length >= state.data.total;
const newcomers = () => state.customers.filter((one) => one.before);
// Whoever is shown: all, or those who come from somebody else with the plan.
const shown = () => (state.only && newcomers().length ? newcomers() : state.customers);
// Where no visit was ever logged nobody is late, and a customer of years is no stranger.
const logged = () => (whole() ? state.customers.some((one) => one.due !== null) : state.data.logged !== false);
const isDue = (one) => one.due === null || one.due <= now();
const address = (name) => new URL(`${name}${location.search}`, base);

async function asked(name) {
  const answer = await fetch(address(name), { cache: "no-store" });
  if (!answer.ok) throw Object.assign(new Error("refused"), { words: pageWords(await answer.text()), status: answer.status });
  return [await answer.json(), Number(answer.headers.get("X-Rayon-Kept")) || null];
}

async function load() {
  const started = Date.now();
  const first = await asked("area.json").catch(failed);
  if (!first) return;
  const [data, kept] = first;
  const before = state.data;
  [state.data, state.stale, state.loaded] = [data, kept !== null, started];
  learn(data.now, kept === null ? started : kept * 1000);
  if (!before) begin(data);
  if (!kept) outbox.settled(started);
  clearTimeout(trying);
  if (kept) trying = setTimeout(anew, STALE_MS);
  take(data.customers);
  render();
  const rest = data.rest ? await asked("customers.json").catch(failed) : null;
  if (rest) {
    data.total = rest[0].customers.key.length;
    take(rest[0].customers);
    render();
  }
  await draw();
  if (data.worker) keep(base, data.store);
}

// What was kept is shown until the line is back, which is tried now and then.
let trying;
function anew() {
  clearTimeout(trying);
  if (state.stale && state.data) load();
}

function failed(error) {
  const refused = [404, 410].includes(error.status);
  if (refused && outbox) outbox.ended = error.words;
  if (state.data) {
    if (!refused) {
      state.stale = true;
      trying = setTimeout(anew, STALE_MS);
    }
    render();
    return null;
  }
  // Before any data there are no words of ours but those of the answer.
  const dutch = document.documentElement.lang === "nl";
  const told = refused ? error.words : [dutch ? "Geen verbinding." : "No connection."];
  const again = button("plain", dutch ? "Opnieuw proberen" : "Try again", () => location.reload());
  place.told.replaceChildren(...told.map((words, i) => made(i ? "p" : "h2", "", words)), ...(refused ? [] : [again]));
  place.main.setAttribute("aria-busy", "false");
  return null;
}

function begin(data) {
  const logged = address("contacts");
  logged.searchParams.set("lang", data.language);
  outbox = new Outbox(data.store, logged, { heard, back: anew });
  document.documentElement.lang = data.language;
  document.title = `${data.title || data.rep} · Rayon`;
  place.title.textContent = data.title || data.rep;
  place.rep.textContent = data.title ? data.rep : "";
  place.map.setAttribute("role", "group");
  place.map.setAttribute("aria-label", data.words.map);
  place.tabs.setAttribute("aria-label", data.words.tabs);
  place.tabs.replaceChildren(
    ...TABS.map((tab) => {
      const one = button("tab", undefined, () => turn(tab));
      one.dataset.tab = tab;
      one.append(icon(tab), made("span", "", data.words[`tab_${tab}`]));
      return one;
    }),
  );
  place.tabs.hidden = false;
  const wanted = location.hash.slice(1);
  if (TABS.includes(wanted)) [state.tab, state.shown] = [wanted, step(wanted)];
  outbox.now();
}

// Columns become customers, and what was logged since they were told of is done to them.
function take(columns) {
  const names = Object.keys(columns);
  const told = columns.key.map((_, i) => Object.fromEntries(names.map((name) => [name, columns[name][i]])));
  const key = state.chosen?.key;
  state.told = told;
  apply();
  state.chosen = state.customers.find((one) => one.key === key) ?? null;
  state.anchor = state.anchor && (state.customers.find((one) => one.key === state.anchor.key) ?? null);
}

function apply() {
  const { recent } = outbox.read();
  state.logged = JSON.stringify(recent);
  const logged = new Map();
  for (const one of recent) logged.set(one.customer, [...(logged.get(one.customer) ?? []), one]);
  const { days, again, contacts } = state.data;
  const known = new Map(state.customers.map((one) => [one.key, one]));
  state.customers = state.told.map((told) => {
    const one = Object.assign(known.get(told.key) ?? {}, told);
    for (const { outcome, at } of logged.get(told.key) ?? []) {
      const seconds = Math.floor(Date.parse(at) / 1000);
      if (contacts.includes(outcome)) [one.last, one.due] = [seconds, seconds + (days[one.class] ?? days[""]) * DAY];
      else if (outcome) one.due = Math.max(one.due ?? 0, seconds + again * DAY);
    }
    return one;
  });
}

function heard() {
  if (!state.told) return;
  const logged = JSON.stringify(outbox.read().recent);
  renderLine();
  renderToast();
  // The card stays as it is under the hand.
  if (logged === state.logged) return;
  apply();
  renderLists();
}

function turn(tab) {
  [state.tab, state.shown, state.anchor] = [tab, step(tab), state.chosen];
  history.replaceState(null, "", `#${tab}`);
  scrollTo(0, 0);
  render();
}

function choose(customer) {
  state.chosen = customer;
  scrollTo({ top: 0 });
  render();
  place.card.querySelector("h2")?.focus({ preventScroll: true });
}

// Several windows may log at a time: what was kept is read anew each time.
function save(customer, outcome, note) {
  const entry = { id: number(), customer: customer.key, name: customer.name, about: state.data.words.outcomes[outcome] ?? "", outcome, note, at: new Date(now() * 1000).toISOString() };
  state.last = { entry, until: Date.now() + UNDO_MS };
  state.anchor = customer;
  outbox.add(entry);
  state.card = null;
  state.chosen = state.tab === "due" ? null : customer;
  scrollTo({ top: 0 });
  render();
}

function undo() {
  const { entry } = state.last;
  state.last = { entry, until: Date.now() + UNDO_MS, undone: true };
  outbox.undo(entry);
  outbox.draft(entry.customer, entry.outcome, entry.note);
  state.card = null;
  state.chosen = state.customers.find((one) => one.key === entry.customer) ?? null;
  render();
}

function render() {
  const { tab } = state;
  document.body.dataset.tab = tab;
  place.main.setAttribute("aria-busy", "false");
  for (const one of place.tabs.children) {
    if (one.dataset.tab === tab) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  if (tab === "due") state.chosen ??= inOrder(shown(), now()).find(isDue) ?? null;
  renderLine();
  renderToast();
  renderCard();
  renderLists();
  state.map?.size(tab === "area");
  if (state.mapped !== state.customers) {
    state.map?.show(state.customers);
    if (state.map) state.mapped = state.customers;
  }
  state.map?.mark(state.chosen, state.me);
}

function renderLists() {
  const { data, tab } = state;
  const order = inOrder(state.customers, now());
  // Until all customers are there the program says how many are due.
  const all = whole();
  place.main.dataset.whole = String(all);
  const [words, count] = data.total && !logged()
    ? [data.words.customers, data.total] : [data.words.due, all ? order.filter(isDue).length : data.due];
  place.count.textContent = counted(words, count, data.language);
  lists[tab](inOrder(shown(), now()));
}

// The card stays as it is under the hand for as long as it says the same.
function renderCard() {
  const { chosen, data, me, anchor } = state;
  place.card.hidden = chosen === null;
  if (!chosen) return;
  const from = me ?? (anchor !== chosen ? anchor : null);
  const says = JSON.stringify([chosen.key, chosen.name, chosen.last, chosen.dial, chosen.mail, chosen.address, chosen.before, logged(), from?.lat, from?.lon]);
  if (says === state.card) return;
  state.card = says;
  const act = { save, draft: (customer, outcome, note) => outbox.draft(customer.key, outcome, note) };
  place.card.replaceChildren(card(chosen, { data, from, logged: logged(), draft: outbox.read().drafts[chosen.key], act }));
}

// What the line does to what was logged, and what the program would not take.
function renderLine() {
  const { data, stale } = state;
  const { words, language } = data;
  const { refused, queue } = outbox.read();
  const copied = (text) => copy(text, words.copied);
  const parts = [];
  if (outbox.ended) {
    const ended = made("div", "ended");
    ended.append(...outbox.ended.map((one, i) => made(i ? "p" : "h2", "", one)));
    parts.push(ended);
  }
  const left = outbox.ended ? queue.filter(({ entry }) => entry).map(({ entry }) => ({ ...entry, problem: outbox.ended[0] })) : [];
  if (refused.length) parts.push(unsaved(refused, { data, forget: (id) => outbox.forget(id), copied }));
  if (left.length) parts.push(unsaved(left, { data, copied }));
  const waits = queue.length > 0 && !outbox.ended && (outbox.failures > 0 || !navigator.onLine);
  if (waits) parts.push(made("p", "waiting", counted(words.waiting, queue.length, language)));
  if (stale) parts.push(made("p", "stale", said(words.as_of, "moment", moment(data.now, language))));
  if (outbox.fragile) parts.push(made("p", "stale", words.fragile));
  if (state.waited && !queue.length && !waits) toast(words.all_saved);
  state.waited = waits || (state.waited && queue.length > 0);
  const written = parts.map((part) => part.outerHTML).join("");
  // Told anew only where it is new, as it is read aloud.
  if (written !== place.told.dataset.written) {
    place.told.replaceChildren(...parts);
    place.told.dataset.written = written;
  }
}

function renderToast() {
  const { last, data } = state;
  if (!last || last.until < Date.now()) return;
  const { words } = data;
  const { queue, refused } = outbox.read();
  const waits = queue.some((item) => (item.entry?.id ?? item.withdrawn) === last.entry.id);
  if (refused.some(({ id }) => id === last.entry.id)) return hideToast();
  const line = last.undone ? words.undone : !waits ? words.saved : outbox.failures || !navigator.onLine ? words.kept : words.saving;
  toast(line, last.entry.name, last.undone ? null : { words: words.undo, act: undo }, last.until);
}

function part(list, options) {
  const parts = [rows(list.slice(0, state.shown), { data: state.data, chosen: state.chosen, choose, ...options })];
  if (list.length > state.shown) parts.push(more(state.data.words, () => ((state.shown += step(state.tab)), render())));
  return parts;
}

// From where distances are told, and the words that say so.
function origin() {
  const { words, map } = state.data;
  if (state.me) return [state.me, caption(words.from_me)];
  const near = state.anchor ?? state.chosen;
  if (near) return [near, caption(words.from_customer, "name", near.name)];
  const [west, south, east, north] = map.bounds;
  return [{ lon: (west + east) / 2, lat: (south + north) / 2 }, caption(words.from_centre)];
}

// The way to those who are new and back to all, none where nobody is.
function fresh() {
  const { words, language } = state.data;
  const count = whole() ? newcomers().length : (state.data.fresh ?? 0);
  if (!count || !words.fresh) return [];
  const one = button("plain wide fresh", counted(words.fresh, count, language), () => {
    [state.only, state.shown, state.chosen] = [!state.only, step(state.tab), state.tab === "due" ? null : state.chosen];
    render();
    place.list.querySelector(".fresh")?.focus({ preventScroll: true });
  });
  one.setAttribute("aria-pressed", String(state.only));
  return [one];
}

const nothing = () => {
  const { words, title } = state.data;
  return title ? [emptied(words.none)] : [emptied(words.no_territory), emptied(words.ask)];
};

const lists = {
  due(order) {
    place.controls.replaceChildren();
    if (!order.length) return place.list.replaceChildren(...nothing());
    const late = order.filter((one) => isDue(one) && one !== state.chosen);
    const others = order.filter((one) => !isDue(one) && one !== state.chosen).slice(0, step("due"));
    const [from, told] = state.me ? [state.me, caption(state.data.words.from_me)] : state.chosen
      ? [state.chosen, caption(state.data.words.from_customer, "name", state.chosen.name)] : [null, null];
    const parts = late.length ? [told, ...part(late, { from, right: "class" })] : state.chosen ? [] : [emptied(state.data.words.nobody_due)];
    if (others.length && late.length <= state.shown) {
      parts.push(made("h2", "section", state.data.words.later), rows(others, { data: state.data, from, chosen: state.chosen, right: "day", choose }));
    }
    const quiet = !logged() && state.data.words.unlogged ? [caption(state.data.words.unlogged)] : [];
    return place.list.replaceChildren(...fresh(), ...quiet, ...parts.filter(Boolean));
  },
  nearby() {
    const { words } = state.data;
    const [from, told] = origin();
    const parts = [];
    if (!state.me) parts.push(button("plain wide", state.locating === "busy" ? words.locating : words.locate, locate));
    if (state.locating && state.locating !== "busy" && !state.me) parts.push(caption(words[state.locating]));
    place.controls.replaceChildren(...parts, told);
    if (!state.customers.length) return place.list.replaceChildren(...nothing());
    const others = shown().filter((one) => one !== state.chosen);
    return place.list.replaceChildren(...fresh(), ...part(byDistance(others, from), { from, right: "class" }));
  },
  area() {
    const { words, notes, language, worker } = state.data;
    if (!place.controls.querySelector("input")) {
      const box = made("input", "search");
      Object.assign(box, { type: "search", placeholder: words.search, value: state.query, enterKeyHint: "search", autocomplete: "off" });
      box.setAttribute("aria-label", words.search);
      box.addEventListener("input", () => {
        [state.query, state.shown] = [box.value, step("area")];
        list();
      });
      place.controls.replaceChildren(box);
    }
    const list = () => {
      const hits = found(byValue(shown()), state.query);
      const told = whole() ? counted(words.customers, hits.length, language) : words.partly;
      const none = whole() ? [emptied(words.not_found)] : [];
      const parts = hits.length ? part(hits, { from: state.me, right: "value" }) : none;
      const about = [...notes, ...(worker && navigator.serviceWorker ? [] : [words.open_only])];
      place.list.replaceChildren(...fresh(), caption(told), ...parts, ...about.map((one) => made("p", "about", one)));
    };
    if (state.customers.length) list();
    else place.list.replaceChildren(...nothing());
  },
};

// A phone tells where it is when it is asked, by a tap, and only a page with https.
function locate() {
  if (!isSecureContext || !navigator.geolocation) {
    state.locating = isSecureContext ? "unknown_place" : "insecure";
    return render();
  }
  state.locating = "busy";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      [state.me, state.locating] = [{ lat: coords.latitude, lon: coords.longitude }, ""];
      render();
    },
    ({ code }) => {
      state.locating = code === 1 ? "denied" : "unknown_place";
      render();
    },
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
  );
  return render();
}

async function draw() {
  if (state.drawing) return;
  state.drawing = true;
  try {
    const { drawn } = await import("./my-area-map.js");
    state.map = await drawn(place.map, { data: state.data, base: new URL("../assets/leaflet/dist/", base.href.replace(/\/$/, "")), choose });
    render();
  } catch {
    state.drawing = false;
    place.map.hidden = true;
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && state.data && Math.abs(Date.now() - state.loaded) > FRESH_MS) load();
});
addEventListener("online", anew);
load();
