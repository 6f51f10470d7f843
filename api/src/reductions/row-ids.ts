/**
 * Ids of the rows of a chunk: one id and its successors. RFC 9562 allows a UUIDv7's random end to count, and asking for
 * chance a million times costs more than reading the lines.
 */
export function successorsOf(first: string): () => string {
  const head = first.slice(0, 24)
  // Half of the space is left above, so that no chunk can run over its end.
  let tail = Number.parseInt(first.slice(24), 16) % 2 ** 47
  return () => head + (tail++).toString(16).padStart(12, '0')
}
