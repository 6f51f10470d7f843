import { type LoggedActs, logStayEndpoint } from '@morinowa/shared/destinations/contract.ts'
import { useState } from 'react'
import { today } from '../app/clock.ts'
import { useCommand } from '../app/command.ts'
import { useText } from '../app/text.tsx'
import { PlaceField } from '../municipalities/place-field.tsx'
import { LoggedNote } from '../reductions/logged-note.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, NumberField, TextField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Card } from '../ui/page.tsx'

/** A stay and what the guest went without. */
export function StayForm() {
  const { log } = useText()
  const [logged, setLogged] = useState<LoggedActs>()
  if (logged) return <LoggedNote logged={logged} onAgain={() => setLogged(undefined)} titles={log} />
  return <Form onLogged={setLogged} />
}

function Form({ onLogged }: { onLogged: (logged: LoggedActs) => void }) {
  const { log } = useText()
  const [checkIn, setCheckIn] = useState<string>(today)
  const [nights, setNights] = useState(1)
  const [guests, setGuests] = useState(1)
  const [code, setCode] = useState<string | null>(null)
  const [name, setName] = useState('')
  const [cleaning, setCleaning] = useState(1)
  const [amenities, setAmenities] = useState(0)
  const [isEmpty, setIsEmpty] = useState(false)
  const logStay = useCommand(logStayEndpoint, { makesStale: ['/me/summary', '/me/reductions'] })

  function submit() {
    const services = [
      { type: 'stay.skip-cleaning' as const, count: cleaning },
      { type: 'stay.amenities' as const, count: amenities },
    ].filter(({ count }) => count > 0)
    setIsEmpty(services.length === 0)
    if (services.length === 0) return
    const place = { ...(code && { municipalityCode: code }), ...(name.trim() && { name }) }
    logStay.mutate({ body: { checkIn, nights, guests, place, services } }, { onSuccess: onLogged })
  }

  return (
    <AskForm error={logStay.error} onSubmit={submit}>
      <Card className="grid gap-5 sm:grid-cols-2">
        <TextField name="checkIn" type="date" label={log.checkIn} value={checkIn} onChange={setCheckIn} isRequired />
        <NumberField
          name="nights"
          label={log.nights}
          unit={log.nightsUnit}
          minValue={1}
          maxValue={90}
          value={nights}
          onChange={setNights}
          isRequired
        />
        <NumberField
          name="guests"
          label={log.guests}
          unit={log.guestsUnit}
          minValue={1}
          maxValue={20}
          value={guests}
          onChange={setGuests}
          isRequired
        />
        <PlaceField name="place/municipalityCode" label={log.place} onChange={setCode} />
        <TextField name="place/name" label={log.placeName} maxLength={80} value={name} onChange={setName} />
      </Card>
      <Card className="grid gap-5 sm:grid-cols-2">
        <NumberField
          name="services/0/count"
          label={log.skipCleaning}
          unit={log.times}
          minValue={0}
          maxValue={90}
          value={cleaning}
          onChange={setCleaning}
        />
        <NumberField
          name="services/1/count"
          label={log.amenities}
          unit={log.sets}
          minValue={0}
          maxValue={1_800}
          value={amenities}
          onChange={setAmenities}
        />
      </Card>
      {isEmpty && (
        <div role="alert">
          <Note tone="bad">{log.serviceMissing}</Note>
        </div>
      )}
      <Button type="submit" icon="check" isPending={logStay.isPending}>
        {log.submit}
      </Button>
    </AskForm>
  )
}
