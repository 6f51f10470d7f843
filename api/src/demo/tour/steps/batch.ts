import type { TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { batchLine, type Cast } from '../cast.ts'
import { Telling } from '../telling.ts'
import { bodyOf } from '../visitor.ts'
import { creditedOfLinked } from './import.ts'

const SAMPLE = 5

/** From reductions to a lot: three people, and nobody may do two of their parts. */
export async function batchStep(cast: Cast): Promise<TourStep> {
  const telling = new Telling()
  const [operator, verifier] = [telling.as(cast.operator), telling.as(cast.verifier)]
  const batch = bodyOf(
    await operator.post('/api/v1/credits/batches', batchLine(cast.month)),
    201,
    'POST /credits/batches',
  )
  const gathered = creditedOfLinked(cast)
  telling.check('gathered', gathered, batch.creditedG, 'g')

  const path = `/api/v1/credits/batches/${batch.id}`
  const draw = { seed: `morinowa-${cast.run}`, size: SAMPLE }
  const sample = bodyOf(await verifier.post(`${path}/sample`, draw), 201, 'POST sample')
  const again = bodyOf(await verifier.post(`${path}/sample`, draw), 201, 'POST sample')
  telling.check('sameSample', ids(sample), ids(again))
  for (const { reductionId } of sample.items) {
    bodyOf(await verifier.post(`${path}/findings`, { reductionId, pass: true }), 201, 'POST findings')
  }
  bodyOf(await verifier.post(`${path}/sign`, {}), 201, 'POST sign')
  telling.check('signerRefused', 403, (await verifier.post(`${path}/issue`, {})).status)

  const lot = bodyOf(await operator.post(`${path}/issue`, {}), 201, 'POST issue')
  const issued = bodyOf(await operator.get(path), 200, 'GET batch')
  telling.check('sums', gathered, lot.massG + lot.carriedG - issued.carriedInG + issued.deductedG, 'g')
  telling.check('issued', 0, lot.massG % 1_000, 'g mod 1,000')
  telling.check('buffer', Math.ceil(lot.massG / 10), lot.bufferG, 'g')
  telling.fact('issued', lot.massG, 'g')
  telling.fact('carriedIn', issued.carriedInG, 'g')
  telling.fact('carried', lot.carriedG, 'g')
  telling.fact('serials', lot.serials)
  telling.link('lot', `/registry/lots/${lot.id}`)
  cast.left.behaviourLotId = lot.id
  return telling.told(6, 'batch', 'operatorAndVerifier')
}

const ids = (sample: { items: { reductionId: string }[] }) =>
  sample.items.map((one) => one.reductionId.slice(-6)).join(' ')
