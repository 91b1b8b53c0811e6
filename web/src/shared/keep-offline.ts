/** Starts the service worker that keeps the page for times without a network. */
import { tell } from "../parts/notices.svelte.ts";

export function keepOffline(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // Where it is forbidden, as in some private windows, the page needs its network, as any page does.
  start().catch(() => undefined);
}

async function start(): Promise<void> {
  tellOfNewVersions();
  await navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI), { scope: "./" });
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage("fetch the rest");
}

/** A page that came from the cache is the last version; the new one is fetched meanwhile. */
function tellOfNewVersions(): void {
  const { serviceWorker } = navigator;
  // At the very first visit a worker takes over too, and nothing is new.
  if (serviceWorker.controller === null) return;
  serviceWorker.addEventListener("controllerchange", () =>
    tell({
      tone: "info",
      title: "A newer version of this page is ready.",
      detail: "Reload the page to use it.",
    }),
  );
}
