import { randomUUID } from 'node:crypto'
import type { Agent } from './app.ts'

const TONNE = 1_000_000
const KG = 1_000

/** A town with lots for sale, and how shops come to hold some of them and to open schemes. */
export function sellerOfCredits(town: Agent, operator: Agent) {
  const send = (who: Agent, path: string, body: object = {}) =>
    who.post(`/api/v1${path}`).set('Idempotency-Key', randomUUID()).send(body)

  /** A registered lot of the town; its serials are its own. */
  async function lot(fields: object = {}, tonnes = 1_000): Promise<{ id: string; projectId: string }> {
    const from = Math.floor(Math.random() * 1_000_000_000) * 1_000
    const { body } = await send(town, '/forest/lots', {
      family: 'j-credit',
      scheme: 'J-クレジット制度',
      methodology: 'FO-001',
      projectName: `町有林 ${randomUUID().slice(0, 8)}`,
      municipalityCode: '31401',
      vintage: 2021,
      serials: `JCL-${from}〜JCL-${from + tonnes - 1}`,
      massG: tonnes * TONNE,
      statement: { issuedOn: '2024-04-01', holder: '日南町' },
      taxIncluded: true,
      ...fields,
    }).expect(201)
    return body
  }

  /** An offer in the market. */
  async function listing(lotId: string, fields: object = {}): Promise<{ id: string; sellerId: string }> {
    const ask = { lotId, massG: 100 * TONNE, priceYenPerTonne: 15_000, taxIncluded: true, minG: KG, kind: 'fixed' }
    const { body } = await send(town, '/marketplace/listings', { ...ask, ...fields }).expect(201)
    return body
  }

  /** A lot of which somebody holds some tonnes, bought in the market and paid. */
  async function bought(who: Agent, tonnes: number, fields: object = {}): Promise<string> {
    const { id } = await lot(fields)
    const { id: listingId } = await listing(id, { massG: tonnes * TONNE })
    const { body } = await send(who, '/marketplace/orders', { listingId, massG: tonnes * TONNE }).expect(201)
    await send(operator, `/marketplace/orders/${body.id}/settle`).expect(200)
    return id
  }

  /** A scheme whose one product carries 2 kg, unless others are given. */
  async function attachment(who: Agent, lotId: string, massG: number, products?: object[]) {
    const { body } = await send(who, '/schemes', {
      kind: 'unit-attachment',
      name: '信州の冷凍食品',
      place: '長野駅前店',
      municipalityCode: '20201',
      products: products ?? [{ sku: 'frozen', name: '冷凍食品', massG: 2 * KG }],
      reserve: { lotId, massG },
    }).expect(201)
    return body
  }

  return { send, lot, listing, bought, attachment }
}
