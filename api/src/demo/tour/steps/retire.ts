import type { TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { type Cast, needed } from '../cast.ts'
import { Telling } from '../telling.ts'
import { bodyOf } from '../visitor.ts'
import { heldG } from './market.ts'

/** The buyer retires 5 kg that people saved and 8 of 10 kg of forest; then tries to retire more than is left. */
export async function* retireSteps(cast: Cast): AsyncGenerator<TourStep> {
  const telling = new Telling()
  const buyer = telling.as(cast.buyer)
  const forestLotId = needed(cast.left.forestLotId, 'the forest lot')
  const says = { beneficiary: `ツアー ${cast.run} 祭り実行委員会（架空）`, purpose: 'イベントの開催', publicName: true }

  const behaviourLotId = needed(cast.left.behaviourLotId, 'the behaviour lot')
  const contribution = bodyOf(
    await buyer.post('/api/v1/credits/retirements', { ...says, lotId: behaviourLotId, massG: 5_000 }),
    201,
    'POST /credits/retirements',
  )
  telling.check('retired', 5_000, contribution.massG, 'g')
  const offset = bodyOf(
    await buyer.post('/api/v1/credits/retirements', { ...says, lotId: forestLotId, massG: 8_000 }),
    201,
    'POST /credits/retirements',
  )
  telling.check('retired', 8_000, offset.massG, 'g')
  telling.check('held', 2_000, await heldG(buyer, forestLotId), 'g')
  telling.fact('serials', offset.serials.map((one: { text: string }) => one.text).join(', '))
  telling.link('certificate', `/certificates/${offset.certificateId}`)
  for (const { id } of [contribution, offset]) {
    const review = await telling
      .as(cast.operator)
      .post(`/api/v1/credits/retirements/${id}/name-review`, { decision: 'approved' })
    bodyOf(review, 201, 'POST name-review')
  }
  cast.left.certificateId = offset.certificateId
  cast.left.serials = offset.serials[0].text
  yield telling.told(12, 'retire', 'buyer')

  const refused = new Telling()
  const answer = await refused
    .as(cast.buyer)
    .post('/api/v1/credits/retirements', { ...says, lotId: forestLotId, massG: 2_001 })
  refused.check('status', 409, answer.status)
  refused.check('refusal', 'credits.not-enough', answer.body.code)
  refused.check('held', 2_000, await heldG(refused.as(cast.buyer), forestLotId), 'g')
  yield refused.told(13, 'refused', 'buyer')
}
