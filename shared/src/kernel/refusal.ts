// A refusal is the caller's situation. Each word of the domain words its own in <word>/refusals.ts, both languages
// side by side; refusals.ts at the top joins them, and a test proves that every code an endpoint lists is worded.

export type RefusalFacts = Record<string, string | number | boolean | null | undefined>

/** `word.reason`. */
export type RefusalCode = `${string}.${string}`

/** How a refusal is answered and said. The facts are those given to `refuse`. */
export type RefusalWording = {
  status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503
  ja: (facts: RefusalFacts) => string
  en: (facts: RefusalFacts) => string
  /** The field that such a request is refused for, where whoever refuses (the ledger) does not see the request. */
  field?: string
}

/** Thrown, it rolls the transaction back; the HTTP edge turns it into problem+json. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly facts: RefusalFacts
  /** JSON Pointer of the field at fault, when there is one. */
  readonly pointer: string | undefined

  constructor(code: RefusalCode, facts: RefusalFacts = {}, pointer?: string) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.facts = facts
    this.pointer = pointer
  }
}

/** Says no, with a code, the facts its wording needs, and where the fault is. */
export function refuse(code: RefusalCode, facts: RefusalFacts = {}, pointer?: string): never {
  throw new Refusal(code, facts, pointer)
}
