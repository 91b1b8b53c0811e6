/**
 * Keeps the whole page on this machine, so that it works without a network after the first visit. Each build has a cache of its own,
 * filled before the new version takes over; caches of older builds are then removed.
 * Source: Service Workers (W3C). Everything but types stays out of the imports: it is compiled by itself.
 */

/** What the build writes in: see build/service-worker-plugin.ts. */
interface BuildFacts {
  version: string;
  /** What every visit needs. */
  now: string[];
  /** What only some need. */
  later: string[];
}

/** What this file uses of a service worker's global scope, whose types exclude a page's. */
interface ServiceWorkerScope {
  registration: { scope: string };
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: LifeEvent) => void): void;
  addEventListener(type: "message", listener: (event: LifeEvent & { data: unknown }) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
}
interface LifeEvent {
  waitUntil(promise: Promise<unknown>): void;
}
interface FetchEvent extends LifeEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}

declare const BUILD_FACTS: BuildFacts;

const build = BUILD_FACTS;
const scope = globalThis as unknown as ServiceWorkerScope;
const PREFIX = "inkling-studio-";
const CACHE = `${PREFIX}${build.version}`;

scope.addEventListener("install", (event) => {
  event.waitUntil(
    fill(build.now.filter((file) => file !== "index.html").concat("./")).then(() => scope.skipWaiting()),
  );
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(removeOldCaches().then(() => scope.clients.claim()));
});

scope.addEventListener("message", (event) => {
  if (event.data === "fetch the rest") event.waitUntil(fill(build.later));
});

scope.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const path = event.request.url.split(/[?#]/, 1)[0];
  if (event.request.method !== "GET" || !path.startsWith(scope.registration.scope)) return;
  // Data sets are the server's to give: they are large, and not a part of the page.
  if (url.pathname.includes("/data/")) return;
  event.respondWith(answer(event.request));
});

async function fill(files: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  const urls = files.map((file) => new URL(file, scope.registration.scope).href);
  const missing = await Promise.all(urls.map(async (url) => (await cache.match(url)) === undefined));
  await cache.addAll(urls.filter((_, i) => missing[i]));
}

async function removeOldCaches(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const isPage = request.mode === "navigate";
  const kept = await cache.match(isPage ? scope.registration.scope : request.url, { ignoreSearch: true });
  return kept ?? (await fetch(request));
}
