// Keeps the page of one link on the phone, so that it opens without a line. It asks the program first, always: what is
// kept is shown only where no answer comes, and forgotten as soon as the program says that the link has ended.

const PATIENCE_MS = 6_000;
const link = new URL(location.href).searchParams.get("link") ?? "";
const kept = `rayon-area-${link.replace(/[^0-9a-f]/g, "")}`;
const scope = new URL(registration.scope).pathname;
let ended = false;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// What the page had loaded before it was watched over is fetched once more, to be kept.
addEventListener("message", (event) => {
  const asked = (event.data?.keep ?? []).map((address) => new URL(address, location.origin));
  event.waitUntil(
    Promise.all(
      asked.filter(({ origin }) => origin === location.origin).map((url) => asking(new Request(url)).catch(() => null)),
    ).then(() => event.source?.postMessage({ kept: true })),
  );
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === location.origin) event.respondWith(answered(request));
});

// The address of the page is a secret: nothing is kept under it.
function key(request) {
  const { pathname, search } = new URL(request.url);
  const below = pathname === scope || pathname.startsWith(`${scope}/`);
  return new URL(below ? `/rayon-kept${pathname.slice(scope.length)}${search}` : `${pathname}${search}`, location.origin).href;
}

async function asking(request) {
  const answer = await fetch(request);
  if (answer.status === 410) {
    ended = true;
    await caches.delete(kept);
    await registration.unregister();
  } else if (!ended && answer.ok && answer.type === "basic") {
    const headers = new Headers(answer.headers);
    headers.set("X-Rayon-Kept", String(Math.floor(Date.now() / 1000)));
    const copy = new Response(await answer.clone().blob(), { status: 200, headers });
    if (!ended) await (await caches.open(kept)).put(key(request), copy);
  }
  return answer;
}

async function answered(request) {
  const known = await caches.match(key(request), { cacheName: kept, ignoreVary: true });
  if (!known) return asking(request);
  const late = new Promise((done) => setTimeout(done, PATIENCE_MS, known));
  const asked = asking(request).then((answer) => (answer.status >= 500 ? known : answer), () => known);
  return Promise.race([asked, late]);
}
