import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { massWords } from '@morinowa/shared/schemes/claim-wording.ts'
import type { PublicScheme } from '@morinowa/shared/schemes/contract.ts'
import type { KitPiece } from '@morinowa/shared/schemes/kit/contract.ts'
import { whoAndWhere } from '@morinowa/shared/schemes/who-and-where.ts'
import { z } from 'zod'
import { counted, type KitLanguage, type KitWords, kitWords } from './kit-text.ts'
import { type Box, GREEN, PALE, Sheet, SOFT, type Typesetting } from './sheet.ts'

// Things to print for the counter. Everything on them stands on the public page too, which their code opens.

const A4: [number, number] = [595.28, 841.89]
const A6: [number, number] = [297.64, 419.53]

export type KitAsk = {
  piece: KitPiece
  language: KitLanguage
  scheme: PublicScheme
  terms: unknown
  sku?: string | undefined
  url: string
  at: string
}

export function drawKit(type: Typesetting, ask: KitAsk): Promise<Buffer> {
  const words = kitWords(ask.language)
  const names = { poster: words.poster, 'shelf-tag': words.shelfTag, badge: words.badge }
  const sheet = new Sheet(type, {
    size: ask.piece === 'badge' ? A6 : A4,
    title: `${names[ask.piece]} ${ask.scheme.name}`,
    language: ask.language,
    at: new Date(ask.at),
  })
  if (ask.piece === 'poster') drawPoster(sheet, ask, words)
  else if (ask.piece === 'shelf-tag') drawTags(sheet, ask, words)
  else drawBadge(sheet, ask, words)
  return sheet.end()
}

function drawPoster(sheet: Sheet, { scheme, language, url, at }: KitAsk, words: KitWords): void {
  const [width, height] = A4
  const margin = 48
  const full: Box = { x: margin, y: 0, width: width - 2 * margin }
  sheet.area(0, 0, width, 14, GREEN)
  let y = sheet.text(words.brand, { ...full, y: 40 }, { size: 13, bold: true, colour: GREEN })
  y = sheet.text(scheme.name, { ...full, y: y + 10 }, { size: 40, least: 22, bold: true, tag: 'H1', most: 4 })
  y = sheet.text(whoAndWhere(scheme, words.by), { ...full, y: y + 4 }, { size: 15, least: 9, colour: SOFT, most: 4 })
  y = sheet.text(scheme.wording[language], { ...full, y: y + 24 }, { size: 19, bold: true, most: 7 })
  y += 22
  const figures = figuresOf(scheme, words)
  const column = (full.width - 16) / 2
  for (const [i, { label, value }] of figures.entries()) {
    const x = margin + (i % 2) * (column + 16)
    const top = y + Math.floor(i / 2) * 82
    sheet.area(x, top, column, 72, PALE, 10)
    sheet.text(label, { x: x + 14, y: top + 9, width: column - 28 }, { size: 12, colour: SOFT, most: 1 })
    sheet.text(value, { x: x + 14, y: top + 28, width: column - 28 }, { size: 25, bold: true, colour: GREEN, most: 1 })
  }
  y += Math.ceil(figures.length / 2) * 82
  for (const note of notesOf(scheme, words)) y = sheet.text(note, { ...full, y: y + 2 }, { size: 11, colour: SOFT })
  const side = 150
  const foot = height - margin - side
  sheet.code(url, words.qr(url), width - margin - side, foot, side)
  const beside = { x: margin, width: full.width - side - 24 }
  let below = sheet.text(words.scan, { ...beside, y: foot + 8 }, { size: 16, bold: true, most: 3 })
  const [origin] = scheme.origins
  if (origin) {
    below = sheet.text(
      `${words.origin}: ${origin.projectName}`,
      { ...beside, y: below + 6 },
      { size: 12, colour: SOFT, most: 2 },
    )
  }
  below = sheet.text(words.asOf(dayOf(at)), { ...beside, y: below + 4 }, { size: 12, colour: SOFT })
  sheet.text(url, { ...beside, y: below + 4 }, { size: 9, colour: SOFT, most: 2 })
}

function figuresOf(scheme: PublicScheme, words: KitWords): { label: string; value: string }[] {
  const { kind, items, fundYen, spentYen, attachedG, retiredG } = scheme
  const sold = { label: words.items, value: words.count(counted(items)) }
  const retired = { label: words.retired, value: massWords(retiredG) }
  if (kind === 'per-item-fund') {
    return [
      { label: words.collected, value: words.yen(counted(fundYen + spentYen)) },
      sold,
      { label: words.spent, value: words.yen(counted(spentYen)) },
      retired,
    ]
  }
  const isMeasured = kind === 'event-offset' || kind === 'residual-offset'
  const attached = {
    label: isMeasured ? words.offset : words.attached,
    value: massWords(Math.max(0, attachedG)),
  }
  return isMeasured ? [attached, retired] : [attached, sold, retired]
}

function notesOf({ itemsOnPaper, perUnit }: PublicScheme, words: KitWords): string[] {
  return [
    ...(itemsOnPaper > 0 ? [words.paper(counted(itemsOnPaper))] : []),
    ...(perUnit?.basis === 'default' ? [words.defaultFigure] : []),
  ]
}

const Terms = z.object({
  products: z.array(z.object({ sku: z.string(), name: z.string(), massG: z.int() })).optional(),
  yenPerItem: z.int().optional(),
  gPerGuestNight: z.int().optional(),
})

/** What one tag says: the thing, and what comes with it. */
export function tagOf(
  scheme: Pick<PublicScheme, 'name'>,
  terms: unknown,
  sku: string | undefined,
  words: KitWords,
): { title: string; line: string; massG: number } {
  const { products, yenPerItem, gPerGuestNight } = Terms.parse(terms)
  if (products) {
    const product = sku === undefined ? products[0] : products.find((one) => one.sku === sku)
    if (!product) return refuse('schemes.sku-unknown', { sku: sku ?? '' })
    return { title: product.name, line: words.tagItem(massWords(product.massG)), massG: product.massG }
  }
  if (yenPerItem !== undefined) {
    return { title: scheme.name, line: words.tagFund(words.yen(counted(yenPerItem))), massG: 0 }
  }
  if (gPerGuestNight !== undefined) {
    return { title: scheme.name, line: words.tagStay(massWords(gPerGuestNight)), massG: gPerGuestNight }
  }
  return { title: scheme.name, line: '', massG: 0 }
}

const TAGS = { across: 2, down: 4 }

function drawTags(sheet: Sheet, ask: KitAsk, words: KitWords): void {
  const { scheme, terms, sku, language, url } = ask
  const [width, height] = A4
  const margin = 28
  const [w, h] = [(width - 2 * margin) / TAGS.across, (height - 2 * margin) / TAGS.down]
  const tag = tagOf(scheme, terms, sku, words)
  const [origin] = scheme.origins
  for (let i = 0; i < TAGS.across * TAGS.down; i++) {
    const [x, y] = [margin + (i % TAGS.across) * w, margin + Math.floor(i / TAGS.across) * h]
    sheet.section(() => {
      sheet.frame(x, y, w, h)
      sheet.area(x, y, 8, h, GREEN)
      const side = 78
      const box = { x: x + 20, width: w - 32 }
      let top = sheet.text(tag.title, { ...box, y: y + 10 }, { size: 18, least: 10, bold: true, tag: 'H2', most: 4 })
      const says = tag.line === '' ? scheme.wording[language] : tag.line
      top = sheet.text(says, { ...box, y: top + 3 }, { size: 13, bold: true, colour: GREEN, most: 2 })
      const beside = { x: box.x, width: box.width - side - 8 }
      const from = Math.max(top + 6, y + h - side - 12)
      if (origin) top = sheet.text(origin.projectName, { ...beside, y: from }, { size: 10, least: 7, most: 2 })
      else top = from
      top = sheet.text(words.tagNote, { ...beside, y: top + 2 }, { size: 8, colour: SOFT, most: 3 })
      sheet.text(words.scanTag, { ...beside, y: top + 2 }, { size: 8, colour: SOFT, most: 2 })
      sheet.code(url, words.qr(url), x + w - side - 10, y + h - side - 10, side)
    })
  }
}

function drawBadge(sheet: Sheet, { scheme, language, url, at }: KitAsk, words: KitWords): void {
  const [width, height] = A6
  const margin = 24
  const box = { x: margin, width: width - 2 * margin }
  sheet.area(0, 0, width, 10, GREEN)
  let y = sheet.text(
    scheme.name,
    { ...box, y: 26 },
    { size: 22, least: 11, bold: true, tag: 'H1', most: 4, centred: true },
  )
  y = sheet.text(
    whoAndWhere(scheme, words.by),
    { ...box, y: y + 2 },
    { size: 10, least: 6, colour: SOFT, most: 4, centred: true },
  )
  const [first] = figuresOf(scheme, words)
  if (first) {
    y = sheet.text(first.label, { ...box, y: y + 12 }, { size: 11, colour: SOFT, centred: true })
    y = sheet.text(first.value, { ...box, y }, { size: 30, bold: true, colour: GREEN, most: 1, centred: true })
  }
  y = sheet.text(scheme.wording[language], { ...box, y: y + 6 }, { size: 10, most: 5 })
  const side = Math.min(110, height - y - 52)
  sheet.code(url, words.qr(url), (width - side) / 2, height - 34 - side, side)
  sheet.text(
    `${words.brand} ・ ${words.asOf(dayOf(at))}`,
    { ...box, y: height - 28 },
    {
      size: 9,
      colour: SOFT,
      centred: true,
    },
  )
}
