import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Font, openSync } from 'fontkit'
import { SELECTOR, SUBSCRIPTS } from '@morinowa/shared/kernel/printable.ts'
import { root } from '../platform/root.ts'

/** A font with what a page needs to know before it is drawn. Reading one takes a tenth of a second, so it is read once. */
export type Typeface = {
  font: Font
  /** The width of one character in thousandths of the font size. */
  widthOf(character: string): number
  has(character: string): boolean
}

const PACKAGE = '@expo-google-fonts/noto-sans-jp'
const faces = new Map<string, Typeface>()

/** Noto Sans JP, regular or bold: it has every character of JIS X 0213 and is free to embed. */
export function typeface(weight: 'regular' | 'bold'): Typeface {
  let face = faces.get(weight)
  if (!face) {
    face = read(weight === 'bold' ? '700Bold/NotoSansJP_700Bold.ttf' : '400Regular/NotoSansJP_400Regular.ttf')
    faces.set(weight, face)
  }
  return face
}

function read(file: string): Typeface {
  const path = createRequire(join(root(), 'api/package.json')).resolve(`${PACKAGE}/${file}`)
  const font = openSync(path)
  if (!('glyphForCodePoint' in font)) throw new Error(`${file} is not a single font`)
  const widths = new Map<string, number>()
  return {
    font,
    has: (character) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0),
    widthOf(character) {
      let width = widths.get(character)
      if (width === undefined) {
        width = (font.glyphForCodePoint(character.codePointAt(0) ?? 0).advanceWidth * 1_000) / font.unitsPerEm
        widths.set(character, width)
      }
      return width
    },
  }
}

/** A stretch of text that is drawn at one size: subscript digits, which the font lacks, are lowered ordinary ones. */
export type Run = { text: string; lowered: boolean }

export function runsOf(text: string): Run[] {
  const runs: Run[] = []
  for (const character of text) {
    const digit = SUBSCRIPTS.indexOf(character)
    const lowered = digit >= 0
    const drawn = lowered ? String(digit) : character
    const last = runs.at(-1)
    if (last && last.lowered === lowered) last.text += drawn
    else runs.push({ text: drawn, lowered })
  }
  return runs
}

/** Characters that the font does not have; an empty list is what a finished page demands. */
export function missingIn(text: string, face: Typeface): string[] {
  return [...new Set(text)].filter((character) => !SUBSCRIPTS.includes(character) && !face.has(character))
}

/**
 * A text as the font can draw it. What people say on a certificate is asked for in characters that it has; what came from
 * elsewhere or before becomes a code point in brackets: a box or a gap would hide that something stood there.
 */
export function drawable(text: string, face: Typeface): string {
  const plain = text.replaceAll(SELECTOR, '')
  const missing = new Set(missingIn(plain, face))
  if (missing.size === 0) return plain
  return Array.from(plain, (character) =>
    missing.has(character) ? `[U+${character.codePointAt(0)?.toString(16).toUpperCase()}]` : character,
  ).join('')
}
