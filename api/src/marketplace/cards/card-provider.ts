/** What is to be paid by card, on a page of the provider's. */
export type CardAsk = {
  /** Our name of the attempt; the same attempt asked for twice is one session. */
  paymentId: string
  /** Comes back with every event, so that even a forgotten session finds its order. */
  orderId: string
  amountYen: number
  text: string
  seller: string
  /** Where the buyer goes afterwards; whether it was paid is said by the event alone. */
  returnUrl: string
  cancelUrl: string
  now: string
}

/** What became of a session, in the words that all providers share. */
export type CardEvent = {
  id: string
  kind: 'paid' | 'failed' | 'expired' | 'other'
  /** The session. */
  reference: string
  orderId: string | null
  /** What a refund names. */
  charge: string | null
  amountYen: number
  failure: string | null
}

/** The port: a card company behind three verbs. */
export type CardProvider = {
  name: string
  start(ask: CardAsk): Promise<{ reference: string; url: string }>
  /** @throws a refusal when the signature or the event is wrong. */
  readEvent(body: string, headers: Readonly<Record<string, string | string[] | undefined>>, now: string): CardEvent
  /** Credits a part; `allYen` is what is credited in all with it. The same key again credits nothing more. */
  credit(ask: {
    key: string
    reference: string
    charge: string | null
    amountYen: number
    allYen: number
  }): Promise<{ reference: string }>
}
