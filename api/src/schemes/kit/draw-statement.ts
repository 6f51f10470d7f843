import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { csvTable } from '@morinowa/shared/kernel/csv.ts'
import { massWords } from '@morinowa/shared/schemes/claim-wording.ts'
import type { Statement } from '@morinowa/shared/schemes/kit/contract.ts'
import { whoAndWhere } from '@morinowa/shared/schemes/who-and-where.ts'
import { counted, type KitLanguage, kitWords } from './kit-text.ts'
import { GREEN, PALE, Sheet, SOFT, type Typesetting } from './sheet.ts'

const A4: [number, number] = [595.28, 841.89]
const MARGIN = 48

/** A month's statement on paper. */
export function drawStatement(type: Typesetting, statement: Statement, language: KitLanguage): Promise<Buffer> {
  const words = kitWords(language)
  const text = words.statement
  const title = text.of(statement.schemeName, statement.month)
  const sheet = new Sheet(type, { size: A4, title: `${text.title} ${title}`, language, at: new Date(statement.madeAt) })
  const box = { x: MARGIN, width: A4[0] - 2 * MARGIN }
  const grams = (g: number) => `${g < 0 ? '-' : ''}${massWords(Math.abs(g))}`
  const yen = (value: number) => words.yen(counted(value))

  sheet.area(0, 0, A4[0], 10, GREEN)
  let y = sheet.text(text.title, { ...box, y: 34 }, { size: 22, bold: true, tag: 'H1' })
  y = sheet.text(title, { ...box, y: y + 2 }, { size: 14, least: 9, bold: true, tag: 'H2', most: 2 })
  y = sheet.text(whoAndWhere(statement, words.by), { ...box, y }, { size: 10, least: 7, colour: SOFT, most: 4 })
  y = sheet.text(text.made(dayOf(statement.madeAt)), { ...box, y }, { size: 9, colour: SOFT })
  y += 8

  const { sums, returns } = statement
  const rows: [string, string][] = [
    [text.before, text.both(yen(statement.before.fundYen), grams(statement.before.waitingG))],
    [text.sums, text.sumsText(counted(sums.items), grams(sums.massG), yen(sums.yen))],
    ...(returns.count > 0
      ? ([
          [
            text.returns,
            text.returnsText(counted(returns.count), counted(returns.items), grams(returns.massG), yen(returns.yen)),
          ],
        ] as [string, string][])
      : []),
    ...(statement.onPaper > 0 ? ([[text.paper, words.paper(counted(statement.onPaper))]] as [string, string][]) : []),
    ...statement.closings.map(({ through, spentYen, retiredG, certificateIds }): [string, string] => [
      text.closing(through),
      [text.closingText(yen(spentYen), grams(retiredG)), ...certificateIds].join(' / '),
    ]),
    ...(statement.closings.length === 0 ? ([[text.closing(statement.month), text.none]] as [string, string][]) : []),
    [text.after, text.both(yen(statement.after.fundYen), grams(statement.after.waitingG))],
  ]
  for (const [label, value] of rows) {
    const top = y
    sheet.section(() => {
      sheet.text(label, { x: box.x, y: top + 1, width: 170 }, { size: 10, colour: SOFT, most: 2 })
      y = sheet.text(value, { x: box.x + 180, y: top, width: box.width - 180 }, { size: 11, bold: true, most: 3 })
    })
    y += 5
  }
  y = sheet.text(text.check, { ...box, y: y + 2 }, { size: 9, colour: SOFT })
  y = sheet.text(text.days, { ...box, y: y + 10 }, { size: 13, bold: true, tag: 'H2' })
  for (const [i, day] of statement.days.entries()) {
    if (y > A4[1] - MARGIN - 16) {
      sheet.page()
      y = MARGIN
    }
    if (i % 2 === 0) sheet.area(MARGIN, y - 1, box.width, 15, PALE)
    const line = `${day.day}　${text.sumsText(counted(day.items), grams(day.massG), yen(day.yen))}`
    y = sheet.text(line, { x: MARGIN + 6, y, width: box.width - 12 }, { size: 10, most: 1 })
  }
  return sheet.end()
}

/** The same as a table, a line each for what was carried in, every day, every closing and what is carried on. */
export function statementCsv(statement: Statement, language: KitLanguage): string {
  const { columns, kinds } = kitWords(language).statement
  const { before, after, days, closings, from, to } = statement
  return csvTable(
    [columns.kind, columns.day, columns.items, columns.massG, columns.yen, columns.certificate],
    [
      [kinds.before, from, null, before.waitingG, before.fundYen, null],
      ...days.map(({ day, items, massG, yen }) => [kinds.day, day, items, massG, yen, null]),
      ...closings.map(({ through, retiredG, boughtG, spentYen, certificateIds }) => [
        kinds.closing,
        through,
        null,
        boughtG - retiredG,
        -spentYen,
        certificateIds.join(' '),
      ]),
      [kinds.after, to, null, after.waitingG, after.fundYen, null],
    ],
  )
}
