import { PIECE_TYPES, type PieceType } from '@morinowa/shared/reductions/piece-ask.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { newRequestId } from '../app/api-client.ts'
import { today } from '../app/clock.ts'
import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { PlaceField } from '../municipalities/place-field.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, NumberField, TextField, Tiles } from '../ui/field.tsx'
import type { IconName } from '../ui/icon.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { type CounterAct, sendAct } from './counter-act.ts'
import { CounterDone } from './counter-done.tsx'
import { SalesMixes } from './sales-mixes.tsx'
import { UploadActs } from './upload-acts.tsx'

const ACTS: readonly { type: PieceType; icon: IconName }[] = [
  { type: 'stay.skip-cleaning', icon: 'bed' },
  { type: 'stay.amenities', icon: 'leaf' },
  { type: 'shop.refill', icon: 'drop' },
  { type: 'food.leftovers', icon: 'meal' },
]

/** What a guest did, written down at the counter. */
export function CounterPage() {
  const { counter } = useText()
  return (
    <Page title={counter.title} lead={counter.lead} width="reading">
      <For kinds={['merchant', 'provider']}>
        <Counter />
        <UploadActs />
        <SalesMixes />
      </For>
    </Page>
  )
}

function Counter() {
  const { counter, log, methodology } = useText()
  const [type, setType] = useState<PieceType>('stay.skip-cleaning')
  const [quantity, setQuantity] = useState(1)
  const [day, setDay] = useState<string>(today)
  const [by, setBy] = useState('code')
  // Those of the house stay from guest to guest; those of the guest do not.
  const [municipality, setMunicipality] = useState<string | null>(null)
  const [site, setSite] = useState('')
  const [room, setRoom] = useState('')
  const [member, setMember] = useState('')
  const [externalId, setExternalId] = useState(newRequestId)
  const sending = useMutation({ mutationFn: (act: CounterAct) => sendAct(act, by === 'code') })

  function submit() {
    sending.mutate({
      externalId,
      subject: by === 'code' ? `QR-${externalId}` : member.trim(),
      type,
      at: day,
      quantity,
      ...(room.trim() && { room: room.trim() }),
      ...(site.trim() && { placeRef: site.trim() }),
      ...(municipality && { municipality }),
    })
  }

  function next() {
    // A refused act was not recorded, but its number may be known: what is sent next is another.
    setExternalId(newRequestId())
    if (sending.data?.kind !== 'refused') {
      setRoom('')
      setMember('')
      setQuantity(1)
    }
    sending.reset()
  }

  if (sending.data) {
    return <CounterDone answer={sending.data} member={by === 'member' ? member.trim() : null} onNext={next} />
  }
  return (
    <AskForm error={sending.error} onSubmit={submit} className="grid gap-5">
      <Tiles
        name="type"
        label={counter.did}
        choices={ACTS.map(({ type: id, icon }) => ({ id, icon, label: methodology.types[id] }))}
        value={type}
        onChange={(chosen) => setType(chosen as PieceType)}
      />
      <Card className="grid gap-3 sm:grid-cols-2">
        <NumberField
          name="quantity"
          label={log.quantity}
          unit={log.units[PIECE_TYPES[type]]}
          minValue={1}
          maxValue={100_000}
          value={quantity}
          onChange={setQuantity}
          isRequired
        />
        <TextField name="at" type="date" label={counter.day} value={day} onChange={setDay} isRequired />
        <TextField
          name="room"
          label={counter.room}
          description={counter.roomHint}
          maxLength={80}
          value={room}
          onChange={setRoom}
        />
        <TextField
          name="placeRef"
          label={counter.site}
          description={counter.siteHint}
          maxLength={80}
          value={site}
          onChange={setSite}
        />
        <PlaceField name="municipality" label={log.place} value={municipality} onChange={setMunicipality} />
      </Card>
      <Card className="grid gap-3">
        <h2 className="text-[1.125rem]">{counter.who}</h2>
        <Segments
          label={counter.who}
          choices={[
            { id: 'code', label: counter.byCode },
            { id: 'member', label: counter.byMember },
          ]}
          value={by}
          onChange={setBy}
        />
        {by === 'code' ? (
          <p className="text-soft">{counter.byCodeLead}</p>
        ) : (
          <TextField
            name="subject"
            label={counter.member}
            maxLength={80}
            value={member}
            onChange={setMember}
            placeholder="M-1001"
            isRequired
          />
        )}
      </Card>
      <Button type="submit" icon="check" isPending={sending.isPending}>
        {counter.submit}
      </Button>
    </AskForm>
  )
}
