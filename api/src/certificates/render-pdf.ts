import { type CertificateFigures, certificateFigures, type Figure } from '@morinowa/shared/certificates/figures.ts'
import { shortDigest } from '@morinowa/shared/certificates/credential.ts'
import type { Language } from '@morinowa/shared/certificates/contract.ts'
import type { Bilingual } from '@morinowa/shared/kernel/text.ts'
import PDFDocument from 'pdfkit'
import { encode } from 'uqr'
import { brokenLines } from './line-breaks.ts'
import type { SignedCertificate } from './sign-certificate.ts'
import { drawable, missingIn, runsOf, type Typeface, typeface } from './typeface.ts'

/**
 * Which edition of this renderer drew a page. A change that makes other bytes of the same certificate takes the next
 * number; the hashes of earlier editions stay known.
 */
export const EDITION = 3

const PAGE = { width: 595.28, height: 841.89, margin: 56 }
const COLUMN = 118
const GREEN = '#0b6b4f'
const GREY = '#555555'
const BLACK = '#111111'
const LOWERED = 0.62

const words = {
  verify: {
    ja: 'この PDF には署名付き JSON が添付されています。右のコード、または下のアドレスで、台帳と一致するかを誰でも確かめられます。',
    en: 'The signed JSON is attached to this PDF. Anyone can check it against the ledger with the code on the right or at the address below.',
  },
  digest: { ja: '照合用の指紋', en: 'Fingerprint' },
  address: { ja: 'アドレス', en: 'Address' },
  issuer: { ja: '森の環 Morinowa', en: 'Morinowa' },
  final: { ja: '無効化は取り消せません。', en: 'A retirement is final.' },
  code: { ja: '証明書のページを開く二次元コード', en: 'Code that opens the certificate’s page' },
} as const

/**
 * A certificate as a tagged PDF with its fonts embedded and the signed JSON attached. The same certificate always gives
 * the same bytes, so a hash of them is as good as the file.
 * @throws when a text of ours has a character that the font lacks; a person's text is written around it.
 */
export function renderPdf(
  signed: SignedCertificate,
  language: Language,
  publicUrl: string,
  placeName: Bilingual | null = null,
): Promise<Buffer> {
  const { record, text, digest } = signed
  const at = new Date(record.retiredAt)
  const figures = certificateFigures(record, language, placeName)
  const doc = new PDFDocument({
    size: 'A4',
    margin: PAGE.margin,
    pdfVersion: '1.7',
    lang: language === 'ja' ? 'ja-JP' : 'en',
    tagged: true,
    // Says of itself that it keeps PDF/UA, which its structure below is made for.
    // The library knows it; its types name the archival subsets alone.
    subset: 'PDF/UA' as never,
    displayTitle: true,
    info: {
      Title: `${figures.title} ${record.certificateId}`,
      Author: 'Morinowa',
      Subject: figures.mass.value.replaceAll('₂', '2'),
      CreationDate: at,
      ModDate: at,
    },
  })
  const bytes = collected(doc)
  doc.file(Buffer.from(text), {
    name: `${record.certificateId}.json`,
    type: 'application/vc+json',
    description: 'W3C verifiable credential (eddsa-jcs-2022)',
    creationDate: at,
    modifiedDate: at,
  })
  drawCertificate(new Sheet(doc), figures, {
    language,
    url: `${publicUrl}/certificates/${record.certificateId}`,
    digest,
  })
  doc.end()
  return bytes
}

function drawCertificate(
  sheet: Sheet,
  figures: CertificateFigures,
  { language, url, digest }: { language: Language; url: string; digest: string },
): void {
  sheet.bar()
  sheet.paragraph(words.issuer[language], { size: 10, colour: GREEN, bold: true, tag: 'P' })
  sheet.space(6)
  sheet.paragraph(figures.title, { size: 24, bold: true, tag: 'H1' })
  sheet.space(2)
  sheet.paragraph(`${figures.number.label} ${figures.number.value}`, { size: 11, colour: GREY, tag: 'P' })
  sheet.space(14)
  sheet.paragraph(figures.mass.value, { size: 26, bold: true, colour: GREEN, tag: 'P' })
  sheet.space(10)
  sheet.table(figures.figures)
  sheet.space(12)
  sheet.paragraph(figures.serialsTitle, { size: 12, bold: true, tag: 'H2' })
  sheet.space(4)
  for (const { text, details } of figures.serials) {
    sheet.paragraph(text, { size: 10, bold: true, tag: 'P' })
    sheet.table(details, 9)
    sheet.space(5)
  }
  sheet.space(6)
  sheet.paragraph(`${figures.claim} ${words.final[language]}`, { size: 9, colour: GREY, tag: 'P' })
  sheet.proof(url, words.code[language], [
    { text: words.verify[language], bold: false },
    { text: `${words.address[language]} ${url}`, bold: false },
    { text: `${words.digest[language]} ${shortDigest(digest)}`, bold: true },
  ])
}

type Style = { size: number; bold?: boolean; colour?: string; tag: string }
type Doc = InstanceType<typeof PDFDocument>

/** A page that is written from top to bottom, each piece marked for those who have it read to them. */
class Sheet {
  readonly #doc: Doc
  readonly #root: PDFKit.PDFStructureElement
  #y: number = PAGE.margin

  constructor(doc: Doc) {
    this.#doc = doc
    doc.registerFont('regular', typeface('regular').font as never)
    doc.registerFont('bold', typeface('bold').font as never)
    this.#root = doc.struct('Document')
    doc.addStructure(this.#root)
  }

  space(points: number): void {
    this.#y += points
  }

  /** The green line at the head, which says nothing. */
  bar(): void {
    this.#doc.markContent('Artifact', { type: 'Layout' })
    this.#doc.rect(0, 0, PAGE.width, 10).fill(GREEN)
    this.#doc.endMarkedContent()
  }

  paragraph(text: string, style: Style): void {
    this.#mark(this.#root, style.tag, () => this.#lines(text, style, PAGE.margin, PAGE.width - 2 * PAGE.margin))
    this.#y += 2
  }

  /** Label and value, one below the other: a list, which needs no headings to be read aloud in the right order. */
  table(rows: readonly Figure[], size = 11): void {
    const table = this.#doc.struct('L')
    this.#root.add(table)
    for (const { label, value } of rows) {
      const row = this.#doc.struct('LI')
      table.add(row)
      this.#room(size * LEADING)
      const top = this.#y
      this.#mark(row, 'Lbl', () =>
        this.#lines(label, { size: Math.min(size, 9), colour: GREY, tag: 'Lbl' }, PAGE.margin, COLUMN - 8),
      )
      const below = this.#y
      this.#y = top
      this.#mark(row, 'LBody', () =>
        this.#lines(value, { size, tag: 'LBody' }, PAGE.margin + COLUMN, PAGE.width - 2 * PAGE.margin - COLUMN),
      )
      // On a page that ends within the value, the label's depth is of no account.
      this.#y = (this.#y < top ? this.#y : Math.max(this.#y, below)) + 3
    }
  }

  /** The code and the words beside it, at the foot of the last page. */
  proof(url: string, alt: string, texts: readonly { text: string; bold: boolean }[]): void {
    const side = 92
    this.#room(side + 16)
    this.#y = Math.max(this.#y, PAGE.height - PAGE.margin - side - 8)
    const top = this.#y
    const left = PAGE.width - PAGE.margin - side
    const figure = this.#doc.struct('Figure', { alt })
    this.#root.add(figure)
    const content = this.#doc.markStructureContent('Figure')
    const { data, size } = encode(url, { ecc: 'M', border: 0 })
    const module = side / size
    for (const [row, cells] of data.entries()) {
      for (const [column, dark] of cells.entries()) {
        if (dark) this.#doc.rect(left + column * module, top + row * module, module, module)
      }
    }
    this.#doc.fill(BLACK)
    this.#doc.endMarkedContent()
    figure.add(content)
    for (const { text, bold } of texts) {
      this.#mark(this.#root, 'P', () =>
        this.#lines(
          text,
          { size: 9, bold, colour: bold ? BLACK : GREY, tag: 'P' },
          PAGE.margin,
          left - PAGE.margin - 16,
        ),
      )
      this.#y += 3
    }
  }

  #mark(parent: PDFKit.PDFStructureElement, tag: string, draw: () => void): void {
    const element = this.#doc.struct(tag)
    parent.add(element)
    this.#open = { element, tag }
    element.add(this.#doc.markStructureContent(tag))
    draw()
    this.#doc.endMarkedContent()
    this.#open = undefined
  }
  #open: { element: PDFKit.PDFStructureElement; tag: string } | undefined

  #lines(text: string, { size, bold = false, colour = BLACK }: Style, x: number, width: number): void {
    const face = typeface(bold ? 'bold' : 'regular')
    const shown = drawable(text, face)
    const lines = brokenLines(shown, (width * 1_000) / size, (character) => widthIn(face, character))
    for (const line of lines) {
      this.#room(size * LEADING)
      this.#line(line, face, bold, size, colour, x)
      this.#y += size * LEADING
    }
  }

  #line(line: string, face: Typeface, bold: boolean, size: number, colour: string, x: number): void {
    const missing = missingIn(line, face)
    if (missing.length > 0) throw new Error(`the font has no ${missing.join(' ')}`)
    let left = x
    for (const { text, lowered } of runsOf(line)) {
      const height = lowered ? size * LOWERED : size
      this.#doc
        .font(bold ? 'bold' : 'regular', height)
        .fillColor(colour)
        .text(text, left, this.#y + (lowered ? size * 0.52 : 0), { lineBreak: false })
      left += this.#doc.widthOfString(text)
    }
  }

  /** Goes on with the next page when this one has no room for so many points. */
  #room(points: number): void {
    if (this.#y + points <= PAGE.height - PAGE.margin) return
    if (this.#open) this.#doc.endMarkedContent()
    this.#doc.addPage()
    this.#y = PAGE.margin
    // What was being said goes on there, as a further part of the same element.
    if (this.#open) this.#open.element.add(this.#doc.markStructureContent(this.#open.tag))
  }
}

const LEADING = 1.45

function widthIn(face: Typeface, character: string): number {
  const [run] = runsOf(character)
  return run ? face.widthOf(run.text) * (run.lowered ? LOWERED : 1) : 0
}

function collected(doc: Doc): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
}
