import {
  getListingEndpoint,
  type Listing,
  listListingsEndpoint,
  listOrdersEndpoint,
  payOrderEndpoint,
  type PlaceOrder,
  placeOrderEndpoint,
} from '@morinowa/shared/marketplace/contract.ts'
import { RegisteredFamily } from '@morinowa/shared/forest/registered-family.ts'
import { ceilDiv } from '@morinowa/shared/kernel/rounding.ts'
import { mostWithin, priceOf } from '@morinowa/shared/marketplace/price.ts'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { orderPath } from '../app/paths.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Segments } from '../ui/segments.tsx'
import { AskForm, NumberField, Switch, TextField } from '../ui/field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import { Note } from '../ui/note.tsx'
import { AgentChoice, useAgentChoice } from './agent-choice.tsx'
import { dropEstimate, keptEstimate } from './kept-estimate.ts'

const GRAMS_PER_KG = 1_000
const FIRST_BUDGET_YEN = 1_000
const FIRST_KG = 10

/** Buys by mass or by budget; the sums beside it are computed as the invoice will be. */
export function OrderForm({ listing }: { listing: Listing }) {
  const { marketplace, shell } = useText()
  const { acting, me } = useSession()
  if (me && !acting) {
    return (
      <div className="grid gap-3">
        <p>{marketplace.order.signIn}</p>
        <ButtonLink to="/demo" icon="people">
          {shell.states.tryDemo}
        </ButtonLink>
        <ButtonLink to="/sign-in" look="secondary">
          {shell.account.signIn}
        </ButtonLink>
      </div>
    )
  }
  if (acting?.id === listing.sellerId) return <Note>{marketplace.order.ownListing}</Note>
  if (listing.availableG === 0) return <Note tone="plain">{marketplace.card.soldOut}</Note>
  return <OpenForm listing={listing} />
}

type By = 'mass' | 'budget' | 'estimate'

function OpenForm({ listing }: { listing: Listing }) {
  const { desk, marketplace } = useText()
  const format = useFormat()
  const navigate = useNavigate()
  const place = useCommand(placeOrderEndpoint, {
    makesStale: [getListingEndpoint.path, listListingsEndpoint.path, listOrdersEndpoint.path],
  })
  const pay = useCommand(payOrderEndpoint, { makesStale: [listOrdersEndpoint.path] })
  const { order } = marketplace
  const { minG, availableG } = listing

  // Only registered credits offset an emission, so only they are bought for one.
  const kept = RegisteredFamily.safeParse(listing.family).success ? keptEstimate() : null
  const [by, setBy] = useState<By>(kept ? 'estimate' : 'mass')
  const stepKg = minG / GRAMS_PER_KG
  const [kg, setKg] = useState(Math.min(Math.max(FIRST_KG, stepKg), availableG / GRAMS_PER_KG))
  const [budget, setBudget] = useState(Math.max(FIRST_BUDGET_YEN, priceOf(minG, listing).totalYen))
  const [publicName, setPublicName] = useState(false)
  const choice = useAgentChoice(listing)

  const massOf: Record<By, () => number> = {
    mass: () => Math.round((kg || 0) * GRAMS_PER_KG),
    budget: () => mostWithin(budget || 0, listing, minG, availableG),
    estimate: () => Number(ceilDiv(BigInt(kept?.emittedG ?? 0), BigInt(minG))) * minG,
  }
  const massG = massOf[by]()
  const asked: Record<By, object> = {
    mass: { massG },
    budget: { budgetYen: budget },
    estimate: { estimate: kept?.ask },
  }

  function submit(form: FormData) {
    const note = String(form.get('note') ?? '').trim()
    const body = {
      listingId: listing.id,
      ...asked[by],
      publicName,
      ...(choice.throughId && { throughId: choice.throughId }),
      ...(note !== '' && { note }),
    } as unknown as PlaceOrder
    place.mutate(
      { body },
      {
        onSuccess: ({ id }) => {
          if (by === 'estimate') dropEstimate()
          // Invoices are what there is; if this answer is lost, the order's page offers the same again.
          pay.mutate({ params: { id }, body: { method: 'invoice' } })
          void navigate({ to: orderPath(id) })
        },
      },
    )
  }

  return (
    <AskForm error={place.error} onSubmit={submit}>
      <h2 className="text-[1.25rem]">{order.title}</h2>
      <Segments
        label={order.by}
        value={by}
        onChange={(chosen) => setBy(chosen as By)}
        choices={[
          { id: 'mass', label: order.byMass },
          { id: 'budget', label: order.byBudget },
          ...(kept ? [{ id: 'estimate', label: desk.estimateOrder.by }] : []),
        ]}
      />
      {by === 'estimate' && kept ? (
        <p className="font-bold">{desk.estimateOrder.for(kept.name, format.exactMassText(kept.emittedG))}</p>
      ) : by === 'mass' ? (
        <KgField
          name="massG"
          label={order.mass}
          description={order.massHelp(format.exactMassText(minG), format.exactMassText(availableG))}
          minValue={stepKg}
          maxValue={Math.floor(availableG / minG) * stepKg}
          step={stepKg}
          value={kg}
          onChange={setKg}
          isRequired
        />
      ) : (
        <NumberField
          name="budgetYen"
          label={order.budget}
          description={order.budgetHelp(format.yen(priceOf(minG, listing).totalYen))}
          unit={marketplace.yen}
          minValue={1}
          step={1}
          value={budget}
          onChange={setBudget}
          isRequired
        />
      )}
      <Sums listing={listing} massG={massG} {...(by === 'budget' && { budget })} />
      <AgentChoice choice={choice} />
      <Switch
        label={order.publicName}
        description={order.publicNameHelp}
        isSelected={publicName}
        onChange={setPublicName}
      />
      <TextField name="note" label={order.note} description={order.noteHelp} maxLength={200} />
      <Button type="submit" icon="basket" isPending={place.isPending}>
        {order.submit}
      </Button>
      <p className="text-std-16N-170 text-soft">{order.held}</p>
    </AskForm>
  )
}

/** The invoice's sums before there is one. */
function Sums({ listing, massG, budget }: { listing: Listing; massG: number; budget?: number }) {
  const { marketplace } = useText()
  const format = useFormat()
  const { order } = marketplace
  const { amountYen, taxYen, totalYen } = priceOf(Math.max(0, massG), listing)
  return (
    <div role="status" className="rounded-12 bg-mist p-4">
      <p className="text-dns-14B-130 text-soft">{order.preview}</p>
      <dl className="mt-1 grid grid-cols-[1fr_auto] gap-x-4 gap-y-0.5">
        <dt>{order.mass}</dt>
        <dd className="figures text-end font-bold">{format.exactMassText(massG)}</dd>
        <dt>{order.amount}</dt>
        <dd className="figures text-end">{format.yen(amountYen)}</dd>
        <dt>{order.tax}</dt>
        <dd className="figures text-end">{format.yen(taxYen)}</dd>
        {/* One row of its own, so that the rule above the total has no gap. */}
        <div className="col-span-2 mt-2 grid grid-cols-subgrid items-baseline border-t border-edge pt-2 font-bold">
          <dt>{order.total}</dt>
          <dd className="figures text-end text-[1.375rem]">{format.yen(totalYen)}</dd>
        </div>
        {budget !== undefined && (
          <>
            <dt className="text-soft">{order.rest}</dt>
            <dd className="figures text-end text-soft">{format.yen(Math.max(0, budget - totalYen))}</dd>
          </>
        )}
      </dl>
    </div>
  )
}
