import { z } from 'zod'
import { refuse } from '../kernel/refusal.ts'
import { Text } from '../kernel/text.ts'
import { Grams } from '../kernel/units.ts'
import { wholeUnitsDown } from './pooled-rounding.ts'
import { schemeRule } from './scheme-rule.ts'

// Each item carries grams out of stock that is held. They are retired together, in the registry's whole units; until a
// unit is full they stay set aside, and the claim says so.

export const Product = z.strictObject({
  sku: Text(60),
  name: Text(80),
  massG: Grams.min(1).max(100_000_000),
})
export type Product = z.output<typeof Product>

export const ReserveAsk = z.strictObject({ lotId: z.uuid(), massG: Grams.min(1) })

export const UnitAttachmentAsk = z.strictObject({ products: z.array(Product).min(1).max(500), reserve: ReserveAsk })
const AttachmentTerms = z.strictObject({ products: z.array(Product) })

export const unitAttachment = schemeRule<z.output<typeof UnitAttachmentAsk>, z.output<typeof AttachmentTerms>>({
  ask: UnitAttachmentAsk,
  terms: AttachmentTerms,
  guarded: true,
  claims: 'item',
  settles: 'reserve',

  open({ products, reserve }) {
    if (new Set(products.map(({ sku }) => sku)).size < products.length) refuse('schemes.sku-twice', {}, '/products')
    return { terms: { products }, reserves: [reserve], sources: [{ lotId: reserve.lotId, share: 1 }] }
  },

  valueSale({ products }, { sku, quantity }) {
    const [only, ...others] = products
    const product = sku === undefined && others.length === 0 ? only : products.find((one) => one.sku === sku)
    if (!product) return refuse('schemes.sku-unknown', { sku: sku ?? '' }, '/sku')
    return { units: quantity, gramsPerUnit: product.massG, yenPerUnit: 0 }
  },

  planClosing: (_terms, { openG, unitG }) => ({
    retireG: wholeUnitsDown(openG, unitG),
    spentYen: 0,
    releaseRest: false,
  }),
})
