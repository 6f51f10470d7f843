import {
  type BidReceipt,
  getTenderEndpoint,
  ownBidsEndpoint,
  type PlaceBid,
  placeBidEndpoint,
  type Tender,
} from '@morinowa/shared/marketplace/tender-contract.ts'
import { commitmentOf } from '@morinowa/shared/marketplace/tender.ts'
import { useState } from 'react'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { saveText } from '../app/save-file.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { AskForm, NumberField, Switch } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'

const GRAMS_PER_TONNE = 1_000_000
const NONCE_BYTES = 32

type Placed = { receipt: BidReceipt; says: Pick<PlaceBid, 'massG' | 'priceYenPerTonne' | 'nonce'> }

/** A sealed bid. The nonce is made here; the receipt is the only place where it and the bid stand in the open. */
export function BidForm({ tender }: { tender: Tender }) {
  const { shell, trade, marketplace } = useText()
  const { acting } = useSession()
  const format = useFormat()
  const place = useCommand(placeBidEndpoint, { makesStale: [getTenderEndpoint.path, ownBidsEndpoint.path] })
  const text = trade.tenders
  const stepT = tender.minG / GRAMS_PER_TONNE
  const mostT = Math.min(tender.massG, tender.terms.capG ?? tender.massG) / GRAMS_PER_TONNE
  const [tonnes, setTonnes] = useState(Math.min(mostT, stepT * 10))
  const [price, setPrice] = useState<number>(tender.leastYenPerTonne)
  const [publicName, setPublicName] = useState(false)
  const [placed, setPlaced] = useState<Placed>()

  if (!acting) {
    return (
      <div className="grid gap-3">
        <p>{text.bidSignIn}</p>
        <ButtonLink to="/demo" icon="people">
          {shell.states.tryDemo}
        </ButtonLink>
      </div>
    )
  }

  function submit() {
    const says = {
      massG: Math.round(tonnes * GRAMS_PER_TONNE),
      priceYenPerTonne: price,
      nonce: newNonce(),
    } as Placed['says']
    place.mutate(
      { params: { id: tender.listingId }, body: { ...says, publicName } },
      { onSuccess: (receipt) => setPlaced({ receipt, says }) },
    )
  }

  return (
    <AskForm error={place.error} onSubmit={submit}>
      <h2 className="text-[1.25rem]">{text.bidTitle}</h2>
      <p className="text-soft">{text.bidLead}</p>
      <NumberField
        name="massG"
        label={text.bidMass}
        unit="t"
        decimals={6}
        minValue={stepT}
        maxValue={mostT}
        step={stepT}
        value={tonnes}
        onChange={setTonnes}
        isRequired
      />
      <NumberField
        name="priceYenPerTonne"
        label={`${text.bidPrice} (${tender.taxIncluded ? text.taxIncluded : text.taxExcluded})`}
        description={`${text.least}: ${format.yen(tender.leastYenPerTonne)}`}
        unit={marketplace.yen}
        minValue={tender.leastYenPerTonne}
        maxValue={10_000_000}
        value={price}
        onChange={setPrice}
        isRequired
      />
      {!tender.terms.namesWinners && <Switch label={text.bidPublic} isSelected={publicName} onChange={setPublicName} />}
      <Button type="submit" icon="seal" isPending={place.isPending}>
        {text.bidSubmit}
      </Button>
      {placed && <Receipt tender={tender} placed={placed} />}
    </AskForm>
  )
}

function Receipt({ tender, placed: { receipt, says } }: { tender: Tender; placed: Placed }) {
  const text = useText().trade.tenders
  // What the server committed to is compared with what was meant, before anybody relies on it.
  const isOurs = commitmentOf(tender.listingId, says) === receipt.commitment
  const file = { listingId: tender.listingId, ...says, ...receipt }
  return (
    <Note tone={isOurs ? 'good' : 'bad'} title={text.receipt}>
      <p>{isOurs ? text.receiptLead : text.checkFailed}</p>
      <code className="my-2 block break-all">{receipt.commitment}</code>
      <Button
        look="secondary"
        icon="download"
        onPress={() => saveText(`${JSON.stringify(file, null, 2)}\n`, `bid-${receipt.number}.json`, 'application/json')}
      >
        {text.saveReceipt}
      </Button>
    </Note>
  )
}

function newNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
