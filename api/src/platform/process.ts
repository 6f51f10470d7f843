import { createServer } from 'node:net'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import type { FastifyInstance } from 'fastify'

// How our processes begin and end: one plain sentence when they cannot begin, and everything closed in order.

const SAME_PRESS_MS = 500

/** A line of progress. */
export function say(ja: string, en: string): void {
  process.stdout.write(`${ja}  ${en}\n`)
}

/** What to close at the end, the last opened first. */
export class Closing {
  #steps: (() => Promise<unknown>)[] = []

  add(step: () => Promise<unknown>): void {
    this.#steps.unshift(step)
  }

  async run(): Promise<void> {
    for (const step of this.#steps.splice(0)) await step()
  }
}

/**
 * Runs a process from its beginning to its end. What cannot begin is said in one sentence per language; Ctrl-C closes
 * in order and exits with 0; a second Ctrl-C does not wait.
 */
export async function runProcess(begin: (closing: Closing) => Promise<void>): Promise<void> {
  const closing = new Closing()
  let firstPress = 0
  const end = () => {
    if (firstPress !== 0) {
      // npm passes on the signal that the terminal has already sent us: one press arrives twice.
      if (Date.now() - firstPress > SAME_PRESS_MS) process.exit(130)
      return
    }
    firstPress = Date.now()
    say('終了しています…', 'Stopping…')
    closing.run().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error}\n`)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  try {
    await begin(closing)
  } catch (error) {
    // Ended while beginning: what fails now fails because its ground was taken away.
    if (firstPress !== 0) return
    if (error instanceof Unable) process.stderr.write(`${error.ja}\n${error.en}\n`)
    else process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    await closing.run().catch(() => {})
    process.exit(1)
  }
}

/**
 * Refuses a port that is taken before anything slow begins.
 * @throws Unable naming the port.
 */
export function checkPort({ host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => reject(listenFailure(host, port, error)))
    server.listen(port, host, () => server.close(() => resolve()))
  })
}

/** Opens the server's port and answers the one that it got. */
export async function listen(app: FastifyInstance, { host, port }: { host: string; port: number }): Promise<number> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw listenFailure(host, port, error as Error)
  }
  const address = app.server.address()
  return typeof address === 'object' && address ? address.port : port
}

function listenFailure(host: string, port: number, error: NodeJS.ErrnoException): Unable {
  if (error.code === 'EADDRINUSE') {
    return new Unable(
      `ポート ${port} はほかのプログラムが使っています。そちらを終了するか、PORT で別の番号を指定してください。`,
      `Port ${port} is in use; stop the other program or set PORT to another number.`,
      error,
    )
  }
  return new Unable(
    `${host} のポート ${port} で待ち受けできません（${error.code}）。`,
    `Cannot listen on ${host} port ${port} (${error.code}).`,
    error,
  )
}
