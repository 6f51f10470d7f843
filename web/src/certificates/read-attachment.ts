// The signed JSON that a certificate's PDF carries, found in this browser: embedded-file streams, deflated or plain, as
// our PDFs have them. Other programs may hide attachments where this does not look.

const LARGEST = 5_000_000

/** The first attached JSON of a PDF; null when there is none to be found. */
export async function attachedJson(pdf: Uint8Array): Promise<string | null> {
  // One character a byte, so that places in the text are places in the file.
  const text = new TextDecoder('latin1').decode(pdf)
  for (const found of text.matchAll(/\/Type\s*\/EmbeddedFile\b/g)) {
    const start = text.indexOf('stream', found.index)
    const end = text.indexOf('endstream', start)
    const object = text.lastIndexOf(' obj', found.index)
    if (start < 0 || end < 0 || object < 0) continue
    const from = start + 'stream'.length + (text[start + 6] === '\r' ? 2 : 1)
    const stream = pdf.subarray(from, end)
    const json = text.slice(object, start).includes('/FlateDecode') ? await inflated(stream) : utf8(stream)
    if (json?.trimStart().startsWith('{')) return json
  }
  return null
}

/** What comes after the end of the deflated bytes (a line break) is no fault of theirs. */
async function inflated(stream: Uint8Array): Promise<string | null> {
  const inflate = new DecompressionStream('deflate')
  const writer = inflate.writable.getWriter()
  writer.write(stream.slice()).catch(() => {})
  writer.close().catch(() => {})
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = inflate.readable.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.length
      if (size > LARGEST) return null
      chunks.push(value)
    }
  } catch {
    // A browser that minds the line break has given everything before it.
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return size === 0 ? null : utf8(whole)
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
