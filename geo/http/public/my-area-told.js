// How things are written: counts, distances, days, sums of money, and addresses that lead out of the page.

export function made(name, className, words) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (words !== undefined) element.textContent = words;
  return element;
}

export function button(className, words, act) {
  const element = made("button", className, words);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

const PATHS = {
  due: "M7 3v3m10-3v3M4.5 6h15v14h-15zM4.5 10h15M9 15l2 2 4-4",
  nearby: "M21 3 3 10.5l7.5 3L13.5 21z",
  area: "M9 4 3.5 6.5v13.5L9 17.5l6 2.5 5.5-2.5V4L15 6.5zM9 4v13.5M15 6.5V20",
  call: "M6.5 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2 2A16 16 0 0 1 4.5 5.5a2 2 0 0 1 2-2z",
  mail: "M3.5 5.5h17v13h-17zM3.5 6.5 12 13l8.5-6.5",
  navigate: "M12 3 5 20l7-4 7 4z",
  save: "m5 12.5 4.5 4.5L19 7.5",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

// Words with one value in them, and words for one or for many.
export const said = (words, name, value) => words.replace(`{${name}}`, () => value);
export const counted = ([one, many], count, language) =>
  said(count === 1 ? one : many, "count", new Intl.NumberFormat(language).format(count));

export function distance(metres, language) {
  const number = (value, digits = 0) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  if (metres < 950) return `${number(Math.max(50, Math.round(metres / 50) * 50))} m`;
  return `${number(metres / 1000, metres < 9950 ? 1 : 0)} km`;
}

export function metres(a, b) {
  const radians = Math.PI / 180;
  const [up, along] = [(b.lat - a.lat) * radians, (b.lon - a.lon) * radians];
  const half =
    Math.sin(up / 2) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(along / 2) ** 2;
  return 2 * 6371008.8 * Math.asin(Math.min(1, Math.sqrt(half)));
}

export const money = (value, language) =>
  new Intl.NumberFormat(language, { style: "currency", currency: "EUR", maximumFractionDigits: 0 }).format(value);

export function day(seconds, language) {
  const moment = new Date(seconds * 1000);
  const year = moment.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year }).format(moment);
}

export const moment = (seconds, language) =>
  new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(
    new Date(seconds * 1000),
  );

// Only these lead out of the page, and each is made of parts that cannot change what it is.
export const callAddress = (dial) => (/^\+?\d{6,15}$/.test(dial) ? `tel:${dial}` : null);
export const mailAddress = (mail) => (/^[^\s@?&#]+@[^\s@?&#]+$/.test(mail) ? `mailto:${encodeURIComponent(mail).replace("%40", "@")}` : null);

// An iPhone opens its own map, an Android phone asks in which app, all others open a page.
export function routeAddress(customer, agent = navigator.userAgent) {
  const at = `${customer.lat},${customer.lon}`;
  const precise = /\d/.test(customer.address);
  const to = encodeURIComponent(precise ? `${customer.address}, ${customer.place}` : at);
  if (/iPhone|iPad|iPod/.test(agent)) return `https://maps.apple.com/?daddr=${to}`;
  if (/Android/.test(agent)) return `geo:${precise ? "0,0" : at}?q=${to}`;
  return `https://www.google.com/maps/dir/?api=1&destination=${to}`;
}

export const plain = (words) =>
  words
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
