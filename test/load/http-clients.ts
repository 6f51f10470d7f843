import { randomUUID } from 'node:crypto'
import { createConnection, type Socket } from 'node:net'

// Clients that do as little as possible, in a process of their own: on a small machine whatever they need is taken from
// what they measure. Started by fork(); each message is one round, and the answer says what it came to.

/** So many clients, each with a connection of its own, send one request after another for so long. */
export type Round = {
  port: number
  path: string
  clients: number
  ms: number
  /** Clients take these in turn, each time with an Idempotency-Key of its own. */
  requests: readonly { token: string; body: string }[]
}

export type Driven = { perS: number; p50Ms: number; p99Ms: number; failed: number; firstFailure?: string }

process.on('message', (round: Round) => {
  drive(round).then((driven) => process.send?.(driven))
})

async function drive({ port, path, clients, ms, requests }: Round): Promise<Driven> {
  const times: number[] = []
  const failures: string[] = []
  const lines = await Promise.all(Array.from({ length: clients }, () => open(port)))
  const began = performance.now()
  let n = 0
  await Promise.all(
    lines.map(async (line) => {
      while (performance.now() - began < ms) {
        const { token, body } = requests[n++ % requests.length] as Round['requests'][number]
        const at = performance.now()
        const answer = await line.send(
          `POST ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n` +
            `Idempotency-Key: ${randomUUID()}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        )
        times.push(performance.now() - at)
        if (!answer.startsWith('HTTP/1.1 201')) failures.push(answer)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1_000
  for (const line of lines) line.close()
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(times.length * part)] ?? 0
  return {
    perS: times.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    failed: failures.length,
    ...(failures[0] !== undefined && { firstFailure: failures[0] }),
  }
}

type Line = { send(request: string): Promise<string>; close(): void }

function open(port: number): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket: Socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
    let answered: (text: string) => void = () => {}
    let text = ''
    socket.setEncoding('latin1')
    socket.once('error', reject)
    socket.on('data', (part: string) => {
      text += part
      const head = text.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0)
      if (text.length < head + 4 + length) return
      const whole = text
      text = ''
      answered(whole)
    })
    socket.once('connect', () =>
      resolve({
        send: (request) =>
          new Promise((done) => {
            answered = done
            socket.write(request)
          }),
        close: () => socket.destroy(),
      }),
    )
  })
}
