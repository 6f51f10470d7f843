// The agent whose link brought somebody here, kept in this tab while they choose and order.

const KEY = 'morinowa.agent'

/** The agent that the address names, else the one that an earlier address did. */
export function keptAgent(): string | null {
  const named = new URLSearchParams(location.search).get('through')
  if (named !== null) sessionStorage.setItem(KEY, named)
  return named ?? sessionStorage.getItem(KEY)
}
