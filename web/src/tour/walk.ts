import { walkTourEndpoint } from '@morinowa/shared/demo/contract.ts'
import type { TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { addressOf, send } from '../app/api-client.ts'

/** The walk ended before its end; the sentence is the server's. */
export class TourStopped extends Error {}

/**
 * Walks the tour on the server and gives each step as soon as it is done.
 * @throws TourStopped, ProblemError, UnreachableError.
 */
export async function* walkTour(signal: AbortSignal): AsyncGenerator<TourStep> {
  const response = await send(addressOf(walkTourEndpoint.path, {}), {
    method: walkTourEndpoint.method,
    credentials: 'same-origin',
    headers: { Accept: 'application/x-ndjson' },
    signal,
  })
  for await (const line of linesOf(response)) {
    const said = JSON.parse(line) as TourStep | { stopped: string }
    if ('stopped' in said) throw new TourStopped(said.stopped)
    yield said
  }
}

/** The lines of a body as they arrive. */
async function* linesOf({ body }: Response): AsyncGenerator<string> {
  if (!body) return
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  while (true) {
    const { done, value = '' } = await reader.read()
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    yield* lines.filter((line) => line !== '')
    if (done) break
  }
  if (rest !== '') yield rest
}
