/**
 * Has this device keep the page and everything it is made of, so that the till opens again without a connection. Only a
 * convenience: where workers are not allowed, sales still wait in the store.
 */
export async function keepPage(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  const registration = await navigator.serviceWorker.register('/till-worker.js', { scope: '/shop' })
  await navigator.serviceWorker.ready.catch(() => undefined)
  const worker = registration.active ?? registration.waiting ?? registration.installing
  const files = performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && /^\/(assets\/|icon\.svg|first\.js)/.test(pathname))
    .map(({ pathname }) => pathname)
  worker?.postMessage({ files: [...new Set(files)] })
}
