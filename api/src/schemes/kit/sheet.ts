import PDFDocument from 'pdfkit'
import { encode } from 'uqr'

// A printed sheet: text and shapes at given places, each marked for those who have it read to them, fonts embedded.

/** How text is set: fonts, widths and line breaks, given by whoever puts the server together. */
export type Typesetting = {
  typeface(weight: Weight): Face
  /** A text as the font can draw it. */
  drawable(text: string, face: never): string
  /** Stretches of one size; subscript digits are lowered. */
  runsOf(text: string): { text: string; lowered: boolean }[]
  /** Lines no wider than a width, by the widths of characters. */
  brokenLines(text: string, width: number, widthOf: (character: string) => number): string[]
}
type Weight = 'regular' | 'bold'
type Face = { font: unknown; widthOf(character: string): number }

export const INK = '#111111'
export const SOFT = '#4a4a4a'
export const GREEN = '#0b6b4f'
export const PALE = '#e6f0ea'
const LOWERED = 0.62
const LEADING = 1.4

export type Style = {
  size: number
  /** What is too long for its lines is set smaller, down to this size, before it is cut. */
  least?: number
  bold?: boolean
  colour?: string
  tag?: string
  centred?: boolean
  /** Lines. */
  most?: number
}
export type Box = { x: number; y: number; width: number }
type Doc = InstanceType<typeof PDFDocument>
type Element = PDFKit.PDFStructureElement

export class Sheet {
  readonly #doc: Doc
  readonly #type: Typesetting
  readonly #bytes: Promise<Buffer>
  #parent: Element

  constructor(
    type: Typesetting,
    { size, title, language, at }: { size: [number, number]; title: string; language: 'ja' | 'en'; at: Date },
  ) {
    this.#type = type
    this.#doc = new PDFDocument({
      size,
      margin: 0,
      pdfVersion: '1.7',
      lang: language === 'ja' ? 'ja-JP' : 'en',
      tagged: true,
      displayTitle: true,
      info: { Title: title, Author: 'Morinowa', CreationDate: at, ModDate: at },
    })
    this.#bytes = collected(this.#doc)
    for (const weight of ['regular', 'bold'] as const)
      this.#doc.registerFont(weight, type.typeface(weight).font as never)
    this.#parent = this.#doc.struct('Document')
    this.#doc.addStructure(this.#parent)
  }

  /** What is drawn meanwhile belongs together. */
  section(draw: () => void): void {
    const outer = this.#parent
    this.#parent = this.#doc.struct('Sect')
    outer.add(this.#parent)
    draw()
    this.#parent = outer
  }

  /** Text within a box, from its top; answers the place below it. */
  text(said: string, box: Box, style: Style): number {
    const { bold = false, tag = 'P', most = Number.POSITIVE_INFINITY, least = style.size } = style
    const face = this.#type.typeface(bold ? 'bold' : 'regular')
    const width = (character: string) => this.#widthIn(face, character)
    // A number keeps its unit: 0 円 is not broken in two.
    const drawn = this.#type.drawable(said.replace(/(?<=\d) (?=\S)/g, '\u00a0'), face as never)
    const linesOf = (of: number) => this.#type.brokenLines(drawn, (box.width * 1_000) / of, width)
    let { size } = style
    let lines = linesOf(size)
    while (lines.length > most && size > least) lines = linesOf(--size)
    const shown = lines.slice(0, most)
    if (shown.length < lines.length) shown[shown.length - 1] = `${(shown.at(-1) ?? '').slice(0, -1)}…`
    const element = this.#doc.struct(tag)
    this.#parent.add(element)
    element.add(this.#doc.markStructureContent(tag))
    let y = box.y
    for (const line of shown) {
      const wide = ([...line].reduce((sum, character) => sum + width(character), 0) * size) / 1_000
      this.#line(line, style.centred ? box.x + (box.width - wide) / 2 : box.x, y, { ...style, size })
      y += size * LEADING
    }
    this.#doc.endMarkedContent()
    return y
  }

  /** A coloured area, which says nothing. */
  area(x: number, y: number, width: number, height: number, colour: string, radius = 0): void {
    this.#doc.markContent('Artifact', { type: 'Layout' })
    this.#doc.roundedRect(x, y, width, height, radius).fill(colour)
    this.#doc.endMarkedContent()
  }

  /** A frame to cut along. */
  frame(x: number, y: number, width: number, height: number): void {
    this.#doc.markContent('Artifact', { type: 'Layout' })
    this.#doc.lineWidth(0.5).dash(3, { space: 3 }).rect(x, y, width, height).stroke('#999999').undash()
    this.#doc.endMarkedContent()
  }

  /** A bar that is filled to a part, with the words that say so. */
  bar(x: number, y: number, width: number, part: number, alt: string): void {
    const element = this.#doc.struct('Figure', { alt })
    this.#parent.add(element)
    const content = this.#doc.markStructureContent('Figure')
    this.#doc.roundedRect(x, y, width, 12, 6).fill(PALE)
    const filled = Math.max(0, Math.min(1, part)) * width
    if (filled > 0) this.#doc.roundedRect(x, y, Math.max(filled, 12), 12, 6).fill(GREEN)
    this.#doc.endMarkedContent()
    element.add(content)
  }

  code(url: string, alt: string, x: number, y: number, side: number): void {
    const element = this.#doc.struct('Figure', { alt })
    this.#parent.add(element)
    const content = this.#doc.markStructureContent('Figure')
    const { data, size } = encode(url, { ecc: 'M', border: 2 })
    const module = side / size
    this.#doc.rect(x, y, side, side).fill('#ffffff')
    for (const [row, cells] of data.entries()) {
      for (const [column, dark] of cells.entries()) {
        if (dark) this.#doc.rect(x + column * module, y + row * module, module, module)
      }
    }
    this.#doc.fill(INK)
    this.#doc.endMarkedContent()
    element.add(content)
  }

  page(): void {
    this.#doc.addPage()
  }

  end(): Promise<Buffer> {
    this.#doc.end()
    return this.#bytes
  }

  #line(line: string, x: number, y: number, { size, bold = false, colour = INK }: Style): void {
    let left = x
    for (const { text, lowered } of this.#type.runsOf(line)) {
      this.#doc
        .font(bold ? 'bold' : 'regular', lowered ? size * LOWERED : size)
        .fillColor(colour)
        .text(text, left, y + (lowered ? size * 0.52 : 0), { lineBreak: false })
      left += this.#doc.widthOfString(text)
    }
  }

  #widthIn(face: Face, character: string): number {
    const [run] = this.#type.runsOf(character)
    return run ? face.widthOf(run.text) * (run.lowered ? LOWERED : 1) : 0
  }
}

function collected(doc: Doc): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
}
