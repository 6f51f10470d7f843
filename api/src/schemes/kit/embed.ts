import { massWords } from '@morinowa/shared/schemes/claim-wording.ts'
import type { PublicScheme } from '@morinowa/shared/schemes/contract.ts'
import { whoAndWhere } from '@morinowa/shared/schemes/who-and-where.ts'
import { escaped } from '../../methodology/embed/escaped.ts'
import { counted, type KitLanguage, kitWords } from './kit-text.ts'
import { tagOf } from './draw-kit.ts'

// What a shop puts on its own page: a picture, a shelf tag that knows the stock, and the tally in a frame.

const SIZE = 13
const PADDING = 10
const HEIGHT = 28

type Shown = { scheme: PublicScheme; language: KitLanguage; terms: unknown; sku?: string | undefined }

/** The scheme's main figure as a small picture. */
export function schemeBadge({ scheme, language }: Shown): string {
  const words = kitWords(language)
  const right = mainFigure({ scheme, language })
  const left = shortened(scheme.name)
  const [leftWidth, rightWidth] = [left, right].map((part) => widthOf(part) + 2 * PADDING) as [number, number]
  const width = leftWidth + rightWidth
  const name = escaped(`${scheme.name}: ${right}（${words.brand}）`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${name}" lang="${language}">
<title>${name}</title>
<clipPath id="c"><rect width="${width}" height="${HEIGHT}" rx="6"/></clipPath>
<g clip-path="url(#c)"><rect width="${leftWidth}" height="${HEIGHT}" fill="#0b6b4f"/><rect x="${leftWidth}" width="${rightWidth}" height="${HEIGHT}" fill="#eef3e6"/></g>
<g font-family="'Noto Sans JP','Hiragino Sans','Yu Gothic',Verdana,sans-serif" font-size="${SIZE}">
<text x="${PADDING}" y="19" fill="#ffffff" font-weight="bold" textLength="${leftWidth - 2 * PADDING}" lengthAdjust="spacingAndGlyphs">${escaped(left)}</text>
<text x="${leftWidth + PADDING}" y="19" fill="#17321f" textLength="${rightWidth - 2 * PADDING}" lengthAdjust="spacingAndGlyphs">${escaped(right)}</text>
</g></svg>
`
}

const MOST_CHARACTERS = 16

/** A name as it fits beside a figure on a phone; whoever has the picture read to them hears all of it. */
function shortened(name: string): string {
  const characters = [...name]
  return characters.length <= MOST_CHARACTERS ? name : `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`
}

/** The tally as a page for a frame; it asks again by itself. */
export function schemeFrame({ scheme, language }: Shown, publicUrl: string): string {
  const words = kitWords(language)
  const { fundYen, spentYen, attachedG, retiredG, items, availableG, reservedG } = scheme
  const isFund = scheme.kind === 'per-item-fund'
  const facts = isFund
    ? [
        [words.collected, words.yen(counted(fundYen + spentYen))],
        [words.fund, words.yen(counted(fundYen))],
        [words.retired, massWords(retiredG)],
      ]
    : [
        [words.attached, massWords(Math.max(0, attachedG))],
        [words.items, words.count(counted(items))],
        [words.retired, massWords(retiredG)],
      ]
  const whole = isFund ? fundYen + spentYen : reservedG
  const part = isFund ? spentYen : Math.max(0, availableG)
  const [barLabel, barText] = isFund
    ? [words.spent, words.yen(counted(spentYen))]
    : [words.available, massWords(Math.max(0, availableG))]
  return page(
    language,
    scheme.name,
    `<h1>${escaped(scheme.name)}</h1>
<p class="by">${escaped(whoAndWhere(scheme, words.by))}</p>
<p><strong>${escaped(scheme.wording[language])}</strong></p>
<dl>${facts.map(([label = '', value = '']) => `<div><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>
${whole > 0 ? bar(barLabel ?? '', barText ?? '', part / whole) : ''}
<p class="by"><a href="${escaped(publicUrl)}/schemes/${scheme.id}" target="_blank" rel="noopener">${escaped(words.more)}</a> · ${escaped(words.brand)}</p>`,
  )
}

/** One shelf tag that changes with the stock. */
export function schemeTag({ scheme, language, terms, sku }: Shown, publicUrl: string): string {
  const words = kitWords(language)
  const { title, line, massG } = tagOf(scheme, terms, sku, words)
  const isSoldOut = scheme.state === 'ended' || (massG > 0 && scheme.availableG < massG)
  const [origin] = scheme.origins
  return page(
    language,
    title,
    `<h1>${escaped(title)}</h1>
<p class="${isSoldOut ? 'out' : 'line'}">${escaped(isSoldOut ? words.soldOut : line === '' ? scheme.wording[language] : line)}</p>
${massG > 0 && !isSoldOut && scheme.reservedG > 0 ? bar(words.available, massWords(scheme.availableG), scheme.availableG / scheme.reservedG) : ''}
${origin ? `<p>${escaped(origin.projectName)}</p>` : ''}
<p class="by">${escaped(words.tagNote)} <a href="${escaped(publicUrl)}/schemes/${scheme.id}" target="_blank" rel="noopener">${escaped(words.more)}</a></p>`,
  )
}

function bar(label: string, text: string, part: number): string {
  const width = Math.round(Math.max(0, Math.min(1, part)) * 1_000) / 10
  return `<p class="by">${escaped(label)} <b>${escaped(text)}</b></p><svg viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="${escaped(`${label} ${text}`)}"><rect class="all" width="100" height="4" rx="1"/><rect class="part" width="${width}" height="4" rx="1"/></svg>`
}

function page(language: KitLanguage, title: string, content: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="30">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="/embed/scheme.css">
<script src="/embed/comparator-frame.js" defer></script>
</head>
<body><main>
${content}
</main></body>
</html>
`
}

function mainFigure({ scheme, language }: Pick<Shown, 'scheme' | 'language'>): string {
  const words = kitWords(language)
  if (scheme.kind === 'per-item-fund') {
    return `${words.collected} ${words.yen(counted(scheme.fundYen + scheme.spentYen))}`
  }
  return `${words.attached} ${massWords(Math.max(0, scheme.attachedG))}`
}

/** A picture cannot measure its text, so the text is drawn as wide as it is thought to be. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text) width += letter > '\u2fff' ? SIZE : letter === ' ' || letter === '.' ? 4 : 7.4
  return Math.ceil(width)
}

/** The look of the frames: no fonts, pictures or files of anybody else. */
export const schemeCss = `:root{color-scheme:light dark;--ink:#17221b;--soft:#4c5a50;--paper:#fffefa;--line:#cfd8cc;--bar:#1f5a3d;--out:#9b1c1c;--ground:#e6ece2}
@media (prefers-color-scheme:dark){:root{--ink:#e9f0ea;--soft:#b5c2b8;--paper:#151d18;--line:#3a473f;--bar:#7fc49b;--out:#ff9d94;--ground:#28332d}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,'Hiragino Sans','Noto Sans JP','Yu Gothic',sans-serif;overflow-wrap:anywhere}
main{padding:16px;border:1px solid var(--line);border-radius:12px;display:grid;gap:8px}
h1{margin:0;font-size:20px;line-height:1.4}
p{margin:0}
.by{font-size:14px;color:var(--soft)}
.by a{display:inline-block;padding:8px 4px}
.line{font-size:20px;font-weight:bold;color:var(--bar)}
.out{font-size:20px;font-weight:bold;color:var(--out)}
dl{display:flex;flex-wrap:wrap;gap:8px 24px;margin:0}
dt{font-size:14px;color:var(--soft)}
dd{margin:0;font-size:20px;font-weight:bold;font-variant-numeric:tabular-nums}
svg{width:100%;height:12px;display:block}
.all{fill:var(--ground)}.part{fill:var(--bar)}
a{color:inherit}
:focus-visible{outline:3px solid var(--bar);outline-offset:2px}
`

/** Put on any page with data-scheme (and data-piece="tag", data-sku, data-lang); it inserts the frame in its place. */
export const schemeJs = `(function () {
  var script = document.currentScript
  if (!script) return
  var scheme = script.getAttribute('data-scheme') || ''
  if (!/^[0-9a-f-]{36}$/.test(scheme)) return
  var origin = new URL(script.src).origin
  var asked = new URLSearchParams()
  ;['lang', 'sku'].forEach(function (name) {
    var value = script.getAttribute('data-' + name)
    if (value) asked.set(name, value)
  })
  if (!asked.has('lang') && /^en/i.test(document.documentElement.lang)) asked.set('lang', 'en')
  var piece = script.getAttribute('data-piece') === 'tag' ? '/tag' : ''
  var frame = document.createElement('iframe')
  frame.src = origin + '/embed/schemes/' + scheme + piece + '?' + asked
  frame.title = '森の環 Morinowa'
  frame.loading = 'lazy'
  frame.style.cssText = 'width:100%;border:0;display:block'
  frame.height = piece ? '220' : '360'
  script.parentNode.insertBefore(frame, script)
  addEventListener('message', function (event) {
    if (event.origin !== origin || event.source !== frame.contentWindow) return
    var said = event.data
    if (!said || said.from !== 'morinowa' || !(said.height > 0 && said.height < 5000)) return
    frame.height = String(Math.ceil(said.height))
  })
})()
`
