// Addresses of the pages about calculation, written once.

export const methodPath = (id: string, version?: string): string =>
  `/methods/${encodeURIComponent(id)}${version === undefined ? '' : `?version=${encodeURIComponent(version)}`}`

export const factorPath = (id: string, version?: number): string =>
  `/factors/${encodeURIComponent(id)}${version === undefined ? '' : `?version=${version}`}`
