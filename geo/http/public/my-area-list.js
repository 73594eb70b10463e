// The lists below the card, and what could not be saved above it.

import { chip, newFrom, where } from "./my-area-card.js";
import { button, counted, day, made, metres, moment, money, plain, said } from "./my-area-told.js";

// So many rows at a time: of those who are due a day's portion.
export const step = (tab) => (tab === "due" ? 20 : 40);

// In the order in which they are to be visited, as the program has it: by class, by how late, by value; then the others.
export function inOrder(customers, now) {
  const late = (one) => one.due === null || one.due <= now;
  const rank = (one) => (late(one) ? one.class || "D" : "E");
  return [...customers].sort(
    (a, b) => rank(a).localeCompare(rank(b)) || (a.due ?? 0) - (b.due ?? 0) || (b.value ?? 0) - (a.value ?? 0),
  );
}

export const byDistance = (customers, from) =>
  customers
    .map((one) => [metres(from, one), one])
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);

export const byValue = (customers) => [...customers].sort((a, b) => (b.value ?? -1) - (a.value ?? -1));

export function found(customers, query) {
  const asked = plain(query).split(/\s+/).filter(Boolean);
  return customers.filter((one) => {
    one.sought ??= plain(`${one.name} ${one.place} ${one.address} ${one.before ?? ""}`);
    return asked.every((word) => one.sought.includes(word));
  });
}

/* `right` says what stands at the end of a row: "class", "value" or "day". */
export function rows(customers, { data, from, chosen, right, choose }) {
  const list = made("ul", "rows");
  for (const customer of customers) {
    const item = made("li");
    const row = button("row", undefined, () => choose(customer));
    if (customer === chosen) row.setAttribute("aria-current", "true");
    const who = made("span", "who");
    who.append(made("span", "name", customer.name), made("span", "line", where(customer, from, data.language)));
    const whose = newFrom(customer, data.words);
    if (whose) who.append(made("span", "line new", whose));
    row.append(who);
    const end = ending(customer, data, right);
    if (end) row.append(end);
    item.append(row);
    list.append(item);
  }
  return list;
}

const yearly = (value, { words, language }) => said(words.a_year ?? "{amount}", "amount", money(value, language));

function ending(customer, data, right) {
  if (right === "day" && customer.due !== null) return made("span", "end", day(customer.due, data.language));
  if (right === "value" && customer.value) return made("span", "end", yearly(customer.value, data));
  return chip(customer, data);
}

export function more(words, act) {
  return button("more", words.more, act);
}

// What the program would not take stays here with its words until whoever wrote it lets it go.
export function unsaved(items, { data, forget, copied }) {
  const { words, language } = data;
  const place = made("div", "unsaved");
  place.append(made("h2", "", counted(words.refused, items.length, language)));
  for (const item of items) {
    const entry = made("div", "entry");
    const text = written(item, data);
    entry.append(made("p", "problem", item.problem), made("p", "", text));
    const acts = made("div", "acts");
    acts.append(button("plain", words.copy, () => copied(text)));
    if (forget) acts.append(button("plain", words.remove, () => forget(item.id)));
    entry.append(acts);
    place.append(entry);
  }
  return place;
}

function written(item, { words, language }) {
  const about = item.withdrawal ? words.not_withdrawn : item.about;
  const when = moment(Date.parse(item.at) / 1000, language);
  return [item.name, when, about, item.note].filter(Boolean).join(" · ");
}

export const emptied = (words) => made("p", "empty", words);
export const caption = (words, name, value) => made("p", "caption", name ? said(words, name, value) : words);
