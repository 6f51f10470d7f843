import { SMTPServer } from 'smtp-server'
import { afterAll } from 'vitest'

export type Received = { to: string; text: string }

/** A mail server on this machine that keeps what it takes. `refusing` makes it turn letters away for now. */
export async function startMailServer() {
  const received: Received[] = []
  const server = { received, refusing: false, url: '' }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        if (server.refusing) return done(Object.assign(new Error('later'), { responseCode: 451 }))
        for (const { address } of envelope.rcptTo) received.push({ to: address, text: textOf(Buffer.concat(pieces)) })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()))
  const address = smtp.server.address()
  server.url = `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  afterAll(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  return server
}

/** The body of a letter of one part. */
function textOf(letter: Buffer): string {
  const raw = letter.toString('latin1')
  const cut = raw.indexOf('\r\n\r\n')
  const [head, body] = [raw.slice(0, cut).toLowerCase(), raw.slice(cut + 4)]
  if (head.includes('encoding: base64')) return Buffer.from(body, 'base64').toString()
  if (!head.includes('encoding: quoted-printable')) return Buffer.from(body, 'latin1').toString()
  const bytes = body
    .replaceAll('=\r\n', '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
