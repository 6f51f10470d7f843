import { isAscii } from 'node:buffer'

// Lines of an upload, in whatever pieces the network brings them. What is held never grows with the file.

export type TextLine = { line: number; text: string; fault?: 'too-long' | 'encoding' }

export const LINE_LIMIT = 65_536

/**
 * Gives the lines of a stream, many at a time. Without a named charset the first bytes that are not ASCII decide
 * between UTF-8 and Shift_JIS.
 * @throws what the stream throws: a connection that breaks in the middle of a line must not look like its end.
 */
export async function* readLines(
  stream: AsyncIterable<Uint8Array>,
  charset: string | undefined,
): AsyncGenerator<TextLine[]> {
  const decode = textDecoder(charset)
  let rest = ''
  let line = 0
  // Inside a line that was given up: its remaining text is not kept.
  let skipping = false

  function cut(text: string): TextLine[] {
    const parts = (rest + text).split('\n')
    rest = parts.pop() as string
    const lines: TextLine[] = []
    for (const part of parts) {
      if (skipping) {
        skipping = false
        continue
      }
      lines.push(asLine(++line, part))
    }
    if (skipping) rest = ''
    else if (rest.length > LINE_LIMIT) {
      lines.push({ line: ++line, text: '', fault: 'too-long' })
      skipping = true
      rest = ''
    }
    return lines
  }

  for await (const piece of stream) {
    const lines = cut(decode(piece as Buffer))
    if (lines.length > 0) yield lines
  }
  const lines = cut(decode(undefined))
  if (!skipping && rest !== '') lines.push(asLine(++line, rest))
  if (lines.length > 0) yield lines
}

function asLine(line: number, part: string): TextLine {
  const text = part.endsWith('\r') ? part.slice(0, -1) : part
  const clean = line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text
  if (clean.length > LINE_LIMIT) return { line, text: '', fault: 'too-long' }
  return clean.includes('\ufffd') ? { line, text: clean, fault: 'encoding' } : { line, text: clean }
}

/** Turns pieces of bytes into text; undefined ends the stream. */
function textDecoder(charset: string | undefined): (piece: Buffer | undefined) => string {
  let decoder = charset === undefined ? undefined : new TextDecoder(labelOf(charset), { ignoreBOM: true })
  return (piece) => {
    if (piece === undefined) return decoder?.decode() ?? ''
    if (decoder) return decoder.decode(piece, { stream: true })
    if (isAscii(piece)) return piece.toString('latin1')
    decoder = new TextDecoder(isStartOfUtf8(piece) ? 'utf-8' : 'shift_jis', { ignoreBOM: true })
    return decoder.decode(piece, { stream: true })
  }
}

function labelOf(charset: string): string {
  const label = charset.toLowerCase().replaceAll('"', '')
  return /^(shift[_-]?jis|sjis|x-sjis|ms932|cp932|windows-31j)$/.test(label) ? 'shift_jis' : 'utf-8'
}

/** Whether bytes are UTF-8 so far; the last character may still be on its way. */
function isStartOfUtf8(piece: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(piece, { stream: true })
    return true
  } catch {
    return false
  }
}
