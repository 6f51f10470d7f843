import { inflateSync } from 'node:zlib'

// Just enough of PDF to find the files attached to one: embedded-file streams, deflated or plain. Documents of other
// programs may hide them where this does not look (object streams); ours do not.

const LARGEST = 5_000_000

/** The first attached JSON of a PDF; null when there is none to be found. */
export function attachedJson(pdf: Buffer): string | null {
  const text = pdf.toString('latin1')
  const marker = /\/Type\s*\/EmbeddedFile\b/g
  for (let found = marker.exec(text); found; found = marker.exec(text)) {
    const start = text.indexOf('stream', found.index)
    const end = text.indexOf('endstream', start)
    const object = text.lastIndexOf(' obj', found.index)
    if (start < 0 || end < 0 || object < 0) continue
    const dictionary = text.slice(object, start)
    const from = start + 'stream'.length + (text[start + 6] === '\r' ? 2 : 1)
    const json = textOf(pdf.subarray(from, end), dictionary.includes('/FlateDecode'))
    if (json?.trimStart().startsWith('{')) return json
  }
  return null
}

function textOf(stream: Buffer, deflated: boolean): string | null {
  try {
    return (deflated ? inflateSync(stream, { maxOutputLength: LARGEST }) : stream).toString('utf8')
  } catch {
    return null
  }
}
