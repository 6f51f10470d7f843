import type { TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { creditedBusRide, sum } from '../arithmetic.ts'
import { actingId, type Cast } from '../cast.ts'
import { Telling } from '../telling.ts'
import { bodyOf } from '../visitor.ts'

/** A month of rides with one unreadable line, one repeat and one person whom nobody knows; then the same file again. */
export async function* importSteps(cast: Cast): AsyncGenerator<TourStep> {
  const { rides, provider, stranger } = cast
  const path = `/api/v1/organisations/${await actingId(provider)}/api-keys`
  const made = await provider.post(path, { name: `tour ${cast.run}`, scopes: ['mobility:write'] })
  const machine = provider.withKey(bodyOf(made, 201, 'POST api-keys').key)
  const waiting = rides.metresOf.get(stranger)?.length ?? 0

  const first = new Telling()
  const taken = await send(first)
  first.check('lines', rides.lines, taken.lines)
  first.check('accepted', rides.valid, taken.accepted)
  first.check('waiting', waiting, taken.waiting)
  first.check('duplicate', 1, taken.duplicate)
  first.check('rejected', 1, taken.rejected)
  first.check('quarantined', 0, taken.quarantined)
  first.check('credited', creditedOfLinked(cast), taken.creditedG, 'g')
  first.fact('byStops', rides.byStops)
  const rows = bodyOf(await first.as(machine).get(taken.rows), 200, 'GET rows')
  first.fact('refusal', rows.items.map((row: { line: number; code: string }) => `${row.line}: ${row.code}`).join(', '))
  first.link('page', '/provider')
  yield first.told(3, 'import', 'provider')

  const second = new Telling()
  const repeated = await send(second)
  second.check('accepted', 0, repeated.accepted)
  second.check('duplicate', rides.valid + 1, repeated.duplicate)
  second.check('rejected', 1, repeated.rejected)
  second.check('credited', 0, repeated.creditedG, 'g')
  yield second.told(4, 'again', 'provider')

  async function send(telling: Telling) {
    const answer = await telling.as(machine).upload('/api/v1/mobility/imports', rides.ndjson, 'application/x-ndjson')
    return bodyOf(answer, 200, 'POST /mobility/imports')
  }
}

/** What the rides of everybody who is linked are worth. */
export function creditedOfLinked({ rides, stranger }: Cast): number {
  return sum(
    [...rides.metresOf].flatMap(([member, metres]) => (member === stranger ? [] : metres.map(creditedBusRide))),
  )
}
