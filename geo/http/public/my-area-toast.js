// What was just done, said in passing over the page, with a way back for some seconds.

import { button, made } from "./my-area-told.js";

export const UNDO_MS = 8_000;
const place = document.getElementById("toast");
let resting;

/* `way` is what can be done about it: its words and the act, null for nothing. */
export function toast(line, name = "", way = null, until = Date.now() + UNDO_MS / 2) {
  const written = `${line} ${name}${way ? "+" : ""}`;
  clearTimeout(resting);
  resting = setTimeout(hideToast, until - Date.now());
  if (place.dataset.written === written && !place.hidden) return;
  place.dataset.written = written;
  const words = made("p", "", line);
  words.append(made("span", "", name));
  place.replaceChildren(words, ...(way ? [button("undo", way.words, way.act)] : []));
  place.hidden = false;
}

export function hideToast() {
  clearTimeout(resting);
  place.hidden = true;
}

export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = made("textarea", "unseen");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast(done);
}
