import { randomUUID } from 'node:crypto'

/** An answer of the API as a client sees it. */
export type Answer<Body = any> = { status: number; body: Body; headers: Headers; bytes: Uint8Array }

/** Somebody who uses the API from outside: signed in, with a key, or nobody. Remembers what was sent. */
export class Visitor {
  readonly sent: string[]
  readonly #base: string
  readonly #headers: Record<string, string>

  constructor(base: string, headers: Record<string, string> = {}, sent: string[] = []) {
    this.#base = base
    this.#headers = headers
    this.sent = sent
  }

  /** The same visitor, writing down requests elsewhere. */
  noting(sent: string[]): Visitor {
    return new Visitor(this.#base, this.#headers, sent)
  }

  withKey(key: string): Visitor {
    return new Visitor(this.#base, { authorization: `Bearer ${key}` }, this.sent)
  }

  /** Signs in and carries the cookies from then on. */
  async signIn(email: string, password: string): Promise<Visitor> {
    return this.#enter('/api/auth/sign-in/email', { email, password })
  }

  async signUp(name: string, email: string, password: string): Promise<Visitor> {
    return this.#enter('/api/auth/sign-up/email', { name, email, password })
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send('GET', path, undefined, headers)
  }

  /** Sends JSON; every write carries a key of its own, so that a lost answer could be asked for again. */
  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send('POST', path, JSON.stringify(body), {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...headers,
    })
  }

  /** Sends bytes of any media type. */
  upload(path: string, body: string | Uint8Array, type: string): Promise<Answer> {
    return this.#send('POST', path, body, { 'content-type': type })
  }

  async #enter(path: string, body: object): Promise<Visitor> {
    const answer = await this.#send('POST', path, JSON.stringify(body), { 'content-type': 'application/json' })
    if (answer.status !== 200) throw new TourStopped(`POST ${path}`, answer)
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    return new Visitor(this.#base, { cookie }, this.sent)
  }

  async #send(method: string, path: string, body: string | Uint8Array | undefined, headers: Record<string, string>) {
    this.sent.push(`${method} ${path}`)
    const answer = await fetch(this.#base + path, {
      method,
      headers: { accept: 'application/json', ...this.#headers, ...headers },
      ...(body !== undefined && { body: body as NonNullable<RequestInit['body']> }),
    })
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const json = answer.headers.get('content-type')?.includes('json')
    return { status: answer.status, headers: answer.headers, bytes, body: json ? parse(bytes) : undefined }
  }
}

/** The tour cannot go on: an answer was not of the kind that the next step needs. */
export class TourStopped extends Error {
  constructor(request: string, answer: Answer) {
    super(`${request} → ${answer.status} ${JSON.stringify(answer.body)?.slice(0, 600) ?? ''}`)
    this.name = 'TourStopped'
  }
}

/** The body of an answer with the status that was hoped for. */
export function bodyOf(answer: Answer, status: number, request: string): any {
  if (answer.status !== status) throw new TourStopped(request, answer)
  return answer.body
}

function parse(bytes: Uint8Array): unknown {
  return bytes.length === 0 ? undefined : JSON.parse(new TextDecoder().decode(bytes))
}
