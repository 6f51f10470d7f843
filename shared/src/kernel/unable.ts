/** What keeps a process from starting, one plain sentence in each language: printed alone, without a stack. */
export class Unable extends Error {
  readonly ja: string
  readonly en: string

  constructor(ja: string, en: string, cause?: unknown) {
    super(en, { cause })
    this.name = 'Unable'
    this.ja = ja
    this.en = en
  }
}
