// Has the browser keep the page on the phone, once all that it needs has been here.

let watched = false;

export async function keep(base, store) {
  if (!navigator.serviceWorker || watched) return;
  watched = true;
  try {
    const scope = base.pathname.replace(/\/$/, "");
    await navigator.serviceWorker.register(`${base.href}worker.js?link=${store}`, { scope });
    const { active } = await navigator.serviceWorker.ready;
    navigator.serviceWorker.addEventListener("message", () => (document.documentElement.dataset.kept = "true"));
    navigator.serviceWorker.startMessages();
    const files = performance.getEntriesByType("resource").map(({ name }) => name);
    const needed = files.filter((name) => !/\/(contacts|worker\.js)(\?|$)/.test(name));
    active.postMessage({ keep: [location.href.split("#")[0], ...needed] });
  } catch {
    watched = false;
  }
}
