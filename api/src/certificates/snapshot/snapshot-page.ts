import { sayTime } from '@morinowa/shared/certificates/figures.ts'
import { families } from '@morinowa/shared/credits/families.ts'
import { snapshot as en } from '@morinowa/shared/text/en/snapshot.ts'
import { snapshot as ja } from '@morinowa/shared/text/ja/snapshot.ts'
import type { Deps } from '../../platform/deps.ts'
import { exportLog } from '../export-log.ts'
import { publicRetirement } from '../show-certificate.ts'
import { everyLot, retirementsWhere } from '../store.ts'
import { readerScript } from './reader-script.ts'

const texts = { ja, en }
const AT_ONCE = 500
const FIRST = '00000000-0000-0000-0000-000000000000'

/** The whole register as one page that reads and checks itself, in pieces. */
export async function* snapshotPage(
  deps: Pick<Deps, 'db' | 'now' | 'settings'>,
  language: 'ja' | 'en',
): AsyncGenerator<string> {
  const words = texts[language]
  yield head(language, sayTime(deps.now(), language), deps.settings.publicUrl)
  yield '<script id="register" type="application/x-ndjson">\n'
  yield json({ words: words.reader })
  for await (const line of exportLog(deps)) yield harmless(line)
  for (let after = FIRST; ; ) {
    const lots = await everyLot(deps.db, after, AT_ONCE)
    for (const lot of lots) yield json({ lot: { ...lot, familyName: families[lot.family].name } })
    const last = lots.at(-1)
    if (!last || lots.length < AT_ONCE) break
    after = last.id
  }
  for (let before: string | undefined; ; ) {
    const found = await retirementsWhere(deps.db, { before, limit: AT_ONCE })
    for (const one of found) yield json({ shown: publicRetirement(one) })
    const last = found.at(-1)
    if (!last || found.length < AT_ONCE) break
    before = last.record.id
  }
  yield `</script>\n<script>${readerScript}</script>\n</body>\n</html>\n`
}

const json = (value: object): string => harmless(`${JSON.stringify(value)}\n`)

/** No text inside ends the element that it stands in. */
const harmless = (line: string): string => line.replaceAll('<', '\\u003c')

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function head(language: 'ja' | 'en', time: string, from: string): string {
  const words = texts[language]
  const { columns } = words
  const table = (id: string, title: string, heads: readonly string[]) => `
<div>
<h2 id="${id}-title">${escaped(title)} <span id="${id === 'lots' ? 'lot' : 'retirement'}-count" class="count"></span></h2>
<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}-title"><table><thead><tr>${heads
    .map((one) => `<th scope="col">${escaped(one)}</th>`)
    .join('')}</tr></thead><tbody id="${id}"></tbody></table></div>
</div>`
  const lotHeads = [columns.project, columns.family, columns.owner, columns.vintage, columns.mass, columns.serials]
  const retirementHeads = [
    columns.day,
    columns.beneficiary,
    columns.mass,
    columns.purpose,
    columns.holder,
    columns.certificate,
    columns.serials,
  ]
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(words.title)}</title>
<style>
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 1rem 4rem; font: 1rem/1.7 'Hiragino Sans', 'Yu Gothic UI', Meiryo, 'Noto Sans JP', sans-serif; color: #1a1a1c; background: #fff }
h1 { font-size: 1.75rem; line-height: 1.4; margin: 0 }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem }
.soft { color: #555 }
.count { font-weight: normal; color: #555 }
#verdict { border: 1px solid; border-radius: .75rem; padding: 1rem; margin: 0 }
.good { color: #0b6b4f }
.bad { color: #b3261e }
label { display: block; font-weight: bold; margin: 1.5rem 0 .25rem }
input { font: inherit; min-height: 3rem; box-sizing: border-box; width: 100%; max-width: 40rem; padding: .5rem .75rem; border: 1px solid #767676; border-radius: .5rem }
:focus-visible { outline: 3px solid #0b6b4f; outline-offset: 2px }
.scroll { overflow-x: auto; border: 1px solid #ddd; border-radius: .5rem }
table { border-collapse: collapse; width: 100%; font-size: .9375rem }
th, td { text-align: start; vertical-align: top; padding: .6rem .8rem; border-bottom: 1px solid #eee; min-width: 7rem; overflow-wrap: anywhere }
thead th { white-space: nowrap; background: #f3f6f4 }
ul { padding: 0; list-style: none }
</style>
</head>
<body>
<main>
<h1>${escaped(words.title)}</h1>
<p>${escaped(words.lead)}</p>
<p class="soft">${escaped(words.takenAt(time, from))}</p>
<h2>${escaped(words.log)}</h2>
<p id="verdict" role="status"></p>
<label for="q">${escaped(words.search)}</label>
<input id="q" type="search" autocomplete="off">
<label for="file">${escaped(words.certificate)}</label>
<input id="file" type="file" accept=".json,application/json">
<ul id="answer" aria-live="polite"></ul>
<p class="soft">${escaped(words.most)}</p>
${table('lots', words.lots, lotHeads)}
${table('retirements', words.retirements, retirementHeads)}
</main>
`
}
