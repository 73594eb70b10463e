// The customer who is next: where, how to reach them, and what came of the visit, in two taps.

import { button, callAddress, day, distance, icon, mailAddress, made, metres, money, routeAddress, said } from "./my-area-told.js";

// How a customer counts: the class, or that it is none of ours yet.
export function chip(customer, data) {
  const prospect = customer.status === "prospect";
  const words = prospect ? data.words.prospect : customer.class;
  return words ? made("span", "chip", words) : null;
}

export function where(customer, from, language) {
  const parts = [customer.place];
  if (from && from !== customer) parts.push(distance(metres(from, customer), language));
  return parts.filter(Boolean).join(" · ");
}

// From whom a customer comes with the plan, null where they stay; a list that was kept may not know it.
export const newFrom = (customer, words) =>
  customer.before && words.new_from ? said(words.new_from, "name", customer.before) : null;

/* `logged` says whether a visit to anybody was; `draft` is what was chosen and written before; `act` hears of changes and of what is to be saved. */
export function card(customer, { data, from, logged, draft, act }) {
  const { words, language } = data;
  const element = made("div", "next");
  const head = made("div", "head");
  const who = made("div", "who");
  const heading = made("h2", "", customer.name);
  heading.tabIndex = -1;
  who.append(heading, made("p", "line", where(customer, from, language)));
  if (customer.address) who.append(made("p", "line", customer.address));
  head.append(who, ways(customer, data));
  const facts = made("p", "facts");
  const kind = chip(customer, data);
  if (kind) facts.append(kind);
  const told = customer.last !== null ? [said(words.last, "day", day(customer.last, language))] : logged ? [words.never] : [];
  if (customer.value) told.unshift(said(words.a_year ?? "{amount}", "amount", money(customer.value, language)));
  if (told.length) facts.append(made("span", "", told.join(" · ")));
  const whose = newFrom(customer, words);
  if (whose) facts.append(made("span", "new", whose));
  element.append(head, facts, visit(customer, { words, draft, act }));
  return element;
}

function ways(customer, { words }) {
  const place = made("div", "ways");
  const all = [
    ["call", callAddress(customer.dial)],
    ["mail", mailAddress(customer.mail)],
    ["navigate", routeAddress(customer)],
  ];
  for (const [name, address] of all) {
    if (!address) continue;
    const way = made("a", `way ${name}`);
    way.href = address;
    way.setAttribute("aria-label", said(words[name], "name", customer.name));
    if (address.startsWith("https:")) [way.target, way.rel] = ["_blank", "noopener noreferrer"];
    way.append(icon(name));
    place.append(way);
  }
  return place;
}

function visit(customer, { words, draft, act }) {
  const place = made("div", "visit");
  const chosen = { outcome: draft?.outcome ?? null, note: draft?.note ?? "" };
  const group = made("div", "outcomes");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.outcome);
  const hint = made("p", "hint");
  hint.setAttribute("role", "alert");
  const save = button("save", "", () => {
    const note = chosen.note.trim();
    if (chosen.outcome || note) act.save(customer, chosen.outcome, note);
    else hint.textContent = words.choose;
  });
  const label = made("span");
  save.append(icon("save"), label);
  const choices = Object.entries(words.outcomes).map(([code, said]) => {
    const choice = button("outcome", said, () => {
      chosen.outcome = chosen.outcome === code ? null : code;
      changed();
    });
    choice.dataset.outcome = code;
    return choice;
  });
  group.append(...choices);
  const show = () => {
    for (const choice of choices) choice.setAttribute("aria-pressed", String(choice.dataset.outcome === chosen.outcome));
    const only = !chosen.outcome && chosen.note.trim();
    label.textContent = only ? words.save_note : words.save;
    if (chosen.outcome || chosen.note) hint.textContent = "";
  };
  const changed = () => {
    show();
    act.draft(customer, chosen.outcome, chosen.note);
  };
  show();
  place.append(group, save, hint, noted(chosen, words, changed));
  return place;
}

function noted(chosen, words, changed) {
  const place = made("div", "noted");
  const write = () => {
    const label = made("label", "", words.note);
    const area = made("textarea");
    area.rows = 3;
    area.maxLength = 2000;
    area.value = chosen.note;
    area.addEventListener("input", () => {
      chosen.note = area.value;
      changed();
    });
    label.append(area);
    place.replaceChildren(label);
    return area;
  };
  if (chosen.note) write();
  else place.append(button("add", words.add_note, () => write().focus()));
  return place;
}
