// Where a paragraph of Japanese and English may be broken. A renderer that only knows spaces sets a long Japanese name as
// one line, and one that breaks anywhere begins lines with a full stop.

const NOT_FIRST = new Set(
  '\u00a0、。，．・：；！？）」』〉》】〕｝］”’ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.:;!?)]}%％₀₁₂₃₄₅₆₇₈₉',
)
const NOT_LAST = new Set('\u00a0（「『〈《【〔｛［“‘([{')
const WORD = /[\p{Script=Latin}\p{Number}\p{Mark}'’\-_/.:@#&+₀-₉]/u

/** Lines no wider than `width`, of text without line breaks of its own. */
export function brokenLines(text: string, width: number, widthOf: (character: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  const flush = () => {
    lines.push(line.trimEnd())
    line = ''
    used = 0
  }
  for (const piece of unbreakable(text)) {
    const pieceWidth = widthIn(piece, widthOf)
    if (used + widthIn(piece.trimEnd(), widthOf) > width && line.trim() !== '') flush()
    if (line === '' && piece.trim() === '') continue
    if (pieceWidth <= width) {
      line += piece
      used += pieceWidth
      continue
    }
    // A word longer than a line has to be cut somewhere.
    for (const character of piece) {
      if (used + widthOf(character) > width && line !== '') flush()
      line += character
      used += widthOf(character)
    }
  }
  if (line.trim() !== '' || lines.length === 0) flush()
  return lines
}

/** The pieces that stay together: a word with the space after it, or a character with what may not part from it. */
function unbreakable(text: string): string[] {
  const pieces: string[] = []
  for (const character of text) {
    const last = pieces.at(-1)
    const before = last === undefined ? undefined : Array.from(last).at(-1)
    const together =
      before !== undefined &&
      (NOT_FIRST.has(character) ||
        NOT_LAST.has(before) ||
        (character === ' ' && before !== ' ') ||
        (WORD.test(character) && WORD.test(before)))
    if (together) pieces[pieces.length - 1] = last + character
    else pieces.push(character)
  }
  return pieces
}

function widthIn(text: string, widthOf: (character: string) => number): number {
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}
