import type { TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { type Cast, TOWN } from '../cast.ts'
import { Telling } from '../telling.ts'
import { bodyOf, type Visitor } from '../visitor.ts'
import { creditedOfLinked } from './import.ts'

/** What the town's month stood at before this walk. */
export async function townBefore({ anyone, month }: Cast): Promise<number> {
  return (await monthOfTown(anyone, month)).reducedCreditedG
}

/** The town sees its sum and how many people are behind it, never who. */
export async function municipalityStep(cast: Cast, before: number): Promise<TourStep> {
  const telling = new Telling()
  const anyone = telling.as(cast.anyone)
  const summary = await monthOfTown(anyone, cast.month)
  telling.check('townCredited', creditedOfLinked(cast), summary.reducedCreditedG - before, 'g')
  telling.fact('people', summary.people)
  const map = bodyOf(await anyone.get(`/api/v1/municipalities/map?month=${cast.month}`), 200, 'GET /municipalities/map')
  const cell = map.find((one: { code: string }) => one.code === TOWN)
  telling.check('onMap', summary.reducedCreditedG, cell?.reducedCreditedG, 'g')
  telling.link('map', '/map')
  return telling.told(16, 'municipality', 'municipality')
}

async function monthOfTown(visitor: Visitor, month: string) {
  const path = `/api/v1/municipalities/${TOWN}/summary?from=${month}&to=${month}`
  return bodyOf(await visitor.get(path), 200, 'GET summary')
}
