// Keeps the till's pages on the device, so that it opens without a connection. It serves addresses under /shop only and
// never touches the API: sales wait in the page's own store.

const CACHE = 'morinowa-till'
const PAGE = '/shop'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// The page says what it is made of; files of older versions are dropped.
self.addEventListener('message', (event) => {
  const { files } = event.data ?? {}
  if (Array.isArray(files)) event.waitUntil(keep(files))
})

async function keep(files) {
  const cache = await caches.open(CACHE)
  const wanted = new Set([PAGE, ...files].map((file) => new URL(file, self.location.origin).href))
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request)
  await Promise.all(
    [...wanted].map(async (url) => {
      if (url.endsWith(PAGE) || !(await cache.match(url)))
        await cache.add(new Request(url, { headers: { Accept: 'text/html,*/*' } }))
    }),
  )
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => kept(PAGE)))
  else if (pathname.startsWith('/assets/') || pathname === '/icon.svg' || pathname === '/first.js')
    event.respondWith(kept(request))
})

async function kept(request) {
  const found = await caches.match(request, { cacheName: CACHE })
  return found ?? fetch(request)
}
