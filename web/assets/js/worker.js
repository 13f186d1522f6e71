// @ts-check
// The service worker: a screen that is reloaded while the server is away starts
// all the same. The server puts SHELL, the list of files to keep, before this.
// Only pages of the kitchen and their files are kept; what the server says of
// orders never is.

/** @type {any} */
const worker = self;
/** Its address names the build. */
const FILES = `files ${SHELL[0]}`;
const PAGES = "pages";
/** How long the server may take for a page before the kept one is shown, ms. */
const PATIENCE = 2_000;

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll(SHELL)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(forgetOldFiles().then(() => worker.clients.claim()).then(keepOpenPages));
});

/** The last build's files stay: a page that was made by it may still be open. */
async function forgetOldFiles() {
  const builds = (await caches.keys()).filter((name) => name.startsWith("files ") && name !== FILES);
  for (const name of builds.slice(0, -1)) await caches.delete(name);
}

/** The page that brought us was loaded before we could keep it. */
async function keepOpenPages() {
  const cache = await caches.open(PAGES);
  const pages = await worker.clients.matchAll({ type: "window" });
  await Promise.all(pages.map((/** @type {any} */ { url }) => (isScreen(new URL(url)) ? cache.add(nameOf(url)) : undefined))).catch(() => undefined);
}

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && isScreen(url)) event.respondWith(page(request));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(file(request));
});

/** @param {URL} url */
const isScreen = ({ pathname }) => /^\/(kitchen|expo)(\/[^/]*)?$/.test(pathname);

/** All stations share one page. @param {string} url */
const nameOf = (url) => (new URL(url).pathname.startsWith("/expo") ? "/expo" : "/kitchen");

/** The server's page if it comes in time, else the kept one. @param {Request} request */
async function page(request) {
  const cache = await caches.open(PAGES);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const fresh = fetch(request).then((answer) => {
    if (answer.ok) void cache.put(nameOf(request.url), answer.clone());
    return answer;
  });
  const first = await Promise.race([fresh, late]).catch(() => undefined);
  return first ?? (await cache.match(nameOf(request.url), { ignoreVary: true })) ?? fresh;
}

/** Names change with content, so what is kept is right. @param {Request} request */
async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
