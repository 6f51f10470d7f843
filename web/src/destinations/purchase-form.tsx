import { PIECE_TYPES, type PieceType } from '@morinowa/shared/reductions/piece-ask.ts'
import { type LoggedActs, logPurchaseEndpoint } from '@morinowa/shared/destinations/contract.ts'
import { useState } from 'react'
import { instantOf, wallClock } from '../app/clock.ts'
import { useCommand } from '../app/command.ts'
import { useText } from '../app/text.tsx'
import { PlaceField } from '../municipalities/place-field.tsx'
import { LoggedNote } from '../reductions/logged-note.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, NumberField, SelectField, TextField } from '../ui/field.tsx'
import { Card } from '../ui/page.tsx'

const TYPES = (Object.keys(PIECE_TYPES) as PieceType[]).filter((type) => !type.startsWith('stay.'))

/** A purchase or meal: what, how much, when and where. */
export function PurchaseForm() {
  const { log } = useText()
  const [logged, setLogged] = useState<LoggedActs>()
  if (logged) return <LoggedNote logged={logged} onAgain={() => setLogged(undefined)} titles={log} />
  return <Form onLogged={setLogged} />
}

function Form({ onLogged }: { onLogged: (logged: LoggedActs) => void }) {
  const { log, methodology } = useText()
  const [type, setType] = useState<PieceType>('shop.refill')
  const [quantity, setQuantity] = useState(1)
  const [at, setAt] = useState(wallClock)
  const [code, setCode] = useState<string | null>(null)
  const [name, setName] = useState('')
  const logPurchase = useCommand(logPurchaseEndpoint, { makesStale: ['/me/summary', '/me/reductions'] })

  function submit() {
    const place = { ...(code && { municipalityCode: code }), ...(name.trim() && { name }) }
    logPurchase.mutate({ body: { at: instantOf(at), place, lines: [{ type, quantity }] } }, { onSuccess: onLogged })
  }

  return (
    <AskForm error={logPurchase.error} onSubmit={submit}>
      <Card className="grid gap-5 sm:grid-cols-2">
        <SelectField
          name="lines/0/type"
          label={log.item}
          choices={TYPES.map((id) => ({ id, label: methodology.types[id] }))}
          value={type}
          onChange={(chosen) => setType(chosen as PieceType)}
          isRequired
        />
        <NumberField
          name="lines/0/quantity"
          label={log.quantity}
          unit={log.units[PIECE_TYPES[type]]}
          minValue={1}
          maxValue={100_000_000}
          value={quantity}
          onChange={setQuantity}
          isRequired
        />
        <TextField name="at" type="datetime-local" label={log.at} value={at} onChange={setAt} isRequired />
        <PlaceField name="place/municipalityCode" label={log.place} onChange={setCode} />
        <TextField name="place/name" label={log.placeName} maxLength={80} value={name} onChange={setName} />
      </Card>
      <Button type="submit" icon="check" isPending={logPurchase.isPending}>
        {log.submit}
      </Button>
    </AskForm>
  )
}
