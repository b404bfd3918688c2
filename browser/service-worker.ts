import { clientsClaim } from "workbox-core";
import { addPlugins, cleanupOutdatedCaches, type PrecacheEntry, precacheAndRoute } from "workbox-precaching";
import { isUpdateRequest, type UpdateReply } from "./update-protocol";

/** What is used of a service worker's surroundings; their types and those of pages exclude each other. */
interface Surroundings {
  clients: { matchAll(options: { type: "window"; includeUncontrolled: true }): Promise<readonly unknown[]> };
  skipWaiting(): Promise<void>;
  addEventListener(
    type: "message",
    listener: (event: MessageEvent<unknown> & { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
}

declare const self: Surroundings;
/** Every file of the site with a digest of it; put in when the site is built. */
declare const SITE_FILES: readonly PrecacheEntry[];

/** The files that may hold the page of an address: `/commands` stands in `commands.html` or `commands/index.html`. */
function pagesOf(url: URL): URL[] {
  const path = url.pathname.replace(/\/$/, "");
  return [`${path}.html`, `${path}/index.html`].map((pathname) => new URL(pathname, url));
}

// A worker is told what to run behind the hash of its address, and takes the address of a kept answer for its own.
addPlugins([
  {
    handlerWillRespond: async ({ request, response }) =>
      request.destination === "worker" ? new Response(response.body, response) : response,
  },
]);
precacheAndRoute([...SITE_FILES], {
  ignoreURLParametersMatching: [/./],
  urlManipulation: ({ url }) => pagesOf(url),
});
cleanupOutdatedCaches();
clientsClaim();

/** A page of the old version that is still open would look for files that the new one does not have. */
async function takeOver(): Promise<UpdateReply> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length > 1) return { type: "other-pages", count: pages.length - 1 };
  await self.skipWaiting();
  return { type: "taken-over" };
}

self.addEventListener("message", (event) => {
  if (!isUpdateRequest(event.data)) return;
  const [port] = event.ports;
  event.waitUntil(takeOver().then((reply) => port?.postMessage(reply)));
});
