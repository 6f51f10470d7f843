import { holdingsEndpoint } from '@morinowa/shared/credits/contract.ts'
import {
  type CreateListing,
  createListingEndpoint,
  listListingsEndpoint,
} from '@morinowa/shared/marketplace/contract.ts'
import { pricePerTonne } from '@morinowa/shared/marketplace/price.ts'
import { useState } from 'react'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, NumberField } from '../ui/field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import { TaxField } from './tax-field.tsx'

/** A lot to be sold from, and what is known about its price already. */
export type SellableLot = {
  lotId: string
  availableG: number
  priceYenPerTonne?: number | null
  taxIncluded?: boolean
}

const GRAMS_PER_KG = 1_000
const FIRST_PRICE_YEN = 15_000

/** Puts a part of a lot on sale. */
export function SellForm({ lot, onDone }: { lot: SellableLot; onDone: () => void }) {
  const { marketplace } = useText()
  const format = useFormat()
  const create = useCommand(createListingEndpoint, { makesStale: [listListingsEndpoint.path, holdingsEndpoint.path] })
  const text = marketplace.sell
  const [kg, setKg] = useState(Math.floor(lot.availableG / GRAMS_PER_KG))
  const [price, setPrice] = useState(lot.priceYenPerTonne ?? FIRST_PRICE_YEN)
  const [taxIncluded, setTaxIncluded] = useState(lot.taxIncluded ?? false)
  const [stepKg, setStepKg] = useState(1)
  const [mostKg, setMostKg] = useState(Number.NaN)

  function submit() {
    const body = {
      lotId: lot.lotId,
      massG: Math.round(kg * GRAMS_PER_KG),
      priceYenPerTonne: price,
      taxIncluded,
      minG: Math.round(stepKg * GRAMS_PER_KG),
      kind: 'fixed',
      rules: Number.isNaN(mostKg) ? [] : [{ kind: 'most-per-buyer', massG: Math.round(mostKg * GRAMS_PER_KG) }],
    } as unknown as CreateListing
    create.mutate({ body }, { onSuccess: onDone })
  }

  const both = pricePerTonne({ priceYenPerTonne: price || 0, taxIncluded })
  return (
    <AskForm error={create.error} onSubmit={submit}>
      <p className="text-soft">{text.lead}</p>
      <KgField
        name="massG"
        label={text.mass}
        description={text.lotHelp(format.exactMassText(lot.availableG))}
        maxValue={lot.availableG / GRAMS_PER_KG}
        value={kg}
        onChange={setKg}
        isRequired
      />
      <NumberField
        name="priceYenPerTonne"
        label={text.price}
        unit={marketplace.yen}
        minValue={1}
        maxValue={10_000_000}
        value={price}
        onChange={setPrice}
        isRequired
      />
      <TaxField taxIncluded={taxIncluded} onChange={setTaxIncluded} />
      <p role="status" className="rounded-12 bg-mist p-3 font-bold">
        {text.both(format.yenPerKg(both.withTaxYen), format.yenPerKg(both.withoutTaxYen))}
      </p>
      <KgField name="minG" label={text.step} value={stepKg} onChange={setStepKg} isRequired />
      <KgField name="rules/0/massG" label={text.most} description={text.mostHelp} value={mostKg} onChange={setMostKg} />
      <Button type="submit" icon="basket" isPending={create.isPending}>
        {text.submit}
      </Button>
    </AskForm>
  )
}
