/*
 * Keeps the whole site for later visits without a connection. `service-worker.ts` puts two constants before it: `version`, which changes
 * with any file, and `files`, from the root of the site. Documents are asked for anew where there is a connection; all other files are
 * named for their content.
 */
const family = `digon ${self.registration.scope} `
const cacheName = family + version

/* A new version takes over when no page of an old one is open: such a page may still ask for files of its own version. */
self.addEventListener('install', (event) => {
  event.waitUntil(keep())
})

async function keep() {
  try {
    const cache = await caches.open(cacheName)
    await cache.addAll(files)
  } catch (failure) {
    // The page alone can say so: the storage may be full, or a file missing.
    await caches.delete(cacheName)
    for (const page of await self.clients.matchAll({ includeUncontrolled: true }))
      page.postMessage({ notKept: String(failure) })
    throw failure
  }
}

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith(family) && name !== cacheName))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return
  event.respondWith(request.mode === 'navigate' ? document(request) : file(request))
})

/** Settings stand in the query of an address, and the document is the same for all. */
async function document(request) {
  try {
    return await fetch(request)
  } catch (failure) {
    const kept = await caches.match(request, { cacheName, ignoreSearch: true })
    if (kept === undefined) throw failure
    return kept
  }
}

async function file(request) {
  return (await caches.match(request, { cacheName })) ?? fetch(request)
}
