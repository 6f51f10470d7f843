import { recordEnergyEndpoint } from '@morinowa/shared/credits/contract.ts'
import { useState } from 'react'
import { useCommand } from '../app/command.ts'
import { useText } from '../app/text.tsx'
import { lastWholeMonth } from '../municipalities/last-month.ts'
import { Button } from '../ui/button.tsx'
import { AskForm, NumberField, TextField } from '../ui/field.tsx'
import { MonthField } from '../ui/month-field.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'

/** What the service itself burnt in a month. */
export function EnergyForm() {
  const { credits } = useText()
  const record = useCommand(recordEnergyEndpoint)
  const text = credits.operator.energy
  const [wh, setWh] = useState(Number.NaN)
  const [g, setG] = useState(Number.NaN)
  const [month, setMonth] = useState(lastWholeMonth)

  function submit(form: FormData) {
    const body = { month, wh, g, source: String(form.get('source')) }
    record.mutate({ body: body as never })
  }
  return (
    <Section title={credits.operator.tabs.energy} lead={text.lead}>
      <Card>
        <AskForm error={record.error} onSubmit={submit} className="grid max-w-xl gap-5">
          {record.isSuccess && <Note tone="good">{text.done}</Note>}
          <MonthField
            name="month"
            label={text.month}
            value={month}
            newest={lastWholeMonth()}
            onChange={setMonth}
            isRequired
          />
          <NumberField name="wh" label={text.wh} unit={text.wh2} minValue={0} value={wh} onChange={setWh} isRequired />
          <NumberField name="g" label={text.g} unit="g" minValue={0} value={g} onChange={setG} isRequired />
          <TextField name="source" label={text.source} description={text.sourceHelp} maxLength={200} isRequired />
          <Button type="submit" isPending={record.isPending} className="justify-self-start">
            {text.submit}
          </Button>
        </AskForm>
      </Card>
    </Section>
  )
}
