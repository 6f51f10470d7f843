import { methodologyEmbed as en } from '@morinowa/shared/text/en/methodology-embed.ts'
import { methodologyEmbed as ja } from '@morinowa/shared/text/ja/methodology-embed.ts'
import { z } from 'zod'
import { escaped } from './escaped.ts'
import { massText } from './mass-text.ts'

export const BadgeQuery = z.object({
  g: z.coerce.number().int().min(-1_000_000_000_000).max(1_000_000_000_000),
  lang: z.enum(['ja', 'en']).default('ja'),
})
export type BadgeQuery = z.output<typeof BadgeQuery>

const HEIGHT = 28
const PADDING = 10
const SIZE = 13

/** A small picture with a number of grams. It always says that it is an estimate: anybody can write any number. */
export function badgeSvg({ g, lang }: BadgeQuery): string {
  const text = lang === 'ja' ? ja : en
  const left = text.brand
  const right = g < 0 ? text.badgeMore(massText(g)) : text.badge(massText(g))
  const [leftWidth, rightWidth] = [left, right].map((part) => widthOf(part) + 2 * PADDING) as [number, number]
  const width = leftWidth + rightWidth
  const name = escaped(`${left}: ${right}`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${name}" lang="${lang}">
<title>${name}</title>
<clipPath id="c"><rect width="${width}" height="${HEIGHT}" rx="6"/></clipPath>
<g clip-path="url(#c)"><rect width="${leftWidth}" height="${HEIGHT}" fill="#1f5a3d"/><rect x="${leftWidth}" width="${rightWidth}" height="${HEIGHT}" fill="#eef3e6"/></g>
<g font-family="'Noto Sans JP','Hiragino Sans','Yu Gothic',Verdana,sans-serif" font-size="${SIZE}">
<text x="${PADDING}" y="19" fill="#ffffff" font-weight="bold" textLength="${leftWidth - 2 * PADDING}" lengthAdjust="spacingAndGlyphs">${escaped(left)}</text>
<text x="${leftWidth + PADDING}" y="19" fill="#17321f" textLength="${rightWidth - 2 * PADDING}" lengthAdjust="spacingAndGlyphs">${escaped(right)}</text>
</g></svg>
`
}

/** A picture cannot measure its text, so the text is drawn as wide as it is thought to be. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text) width += letter > '\u2fff' ? SIZE : letter === ' ' || letter === '.' ? 4 : 7.4
  return Math.ceil(width)
}
