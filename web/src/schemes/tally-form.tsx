import { getSchemeEndpoint, recordTallyEndpoint, type Scheme } from '@morinowa/shared/schemes/contract.ts'
import { monthOf } from '@morinowa/shared/kernel/calendar.ts'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { useCommand } from '../app/command.ts'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, NumberField, SelectField } from '../ui/field.tsx'
import { MonthField } from '../ui/month-field.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { termsOf } from './scheme-terms.ts'

/** A month that was counted on paper: its sum with a photo of the sheet. */
export function TallyForm({ scheme }: { scheme: Scheme }) {
  const { schemes } = useText()
  const record = useCommand(recordTallyEndpoint, { makesStale: [getSchemeEndpoint.path] })
  const text = schemes.manage
  const terms = termsOf(scheme)
  const products = terms.kind === 'unit-attachment' ? terms.products : []
  const thisMonth = monthOf(new Date().toISOString())
  const [month, setMonth] = useState<string>(thisMonth)
  const [items, setItems] = useState(Number.NaN)
  const [sku, setSku] = useState(products[0]?.sku ?? '')
  const [photo, setPhoto] = useState<File>()

  async function submit() {
    const body = {
      month,
      items,
      ...(sku !== '' && { sku }),
      photo: photo ? await dataAddressOf(photo) : '',
    }
    record.mutate({ params: { id: scheme.id }, body: body as never })
  }

  return (
    <Section title={text.tally} lead={text.tallyLead}>
      <Card>
        <AskForm error={record.error} onSubmit={submit} className="grid max-w-xl gap-5">
          <MonthField name="month" label={text.month} value={month} newest={thisMonth} onChange={setMonth} isRequired />
          {products.length > 0 && (
            <SelectField
              name="sku"
              label={schemes.create.products}
              value={sku}
              onChange={setSku}
              choices={products.map((one) => ({ id: one.sku, label: one.name }))}
              isRequired
            />
          )}
          <NumberField
            name="items"
            label={text.items}
            minValue={1}
            maxValue={1_000_000}
            value={items}
            onChange={setItems}
            isRequired
          />
          <div className="grid justify-items-start gap-2">
            <FileTrigger
              acceptedFileTypes={['image/jpeg', 'image/png', 'image/webp']}
              onSelect={(files) => setPhoto(files?.[0])}
            >
              <Button look="secondary" icon="file">
                {text.choosePhoto}
              </Button>
            </FileTrigger>
            {photo && <p>{text.chosenPhoto(photo.name)}</p>}
          </div>
          {record.isSuccess && <Note tone="good">{text.tallySaved}</Note>}
          <Button
            type="submit"
            isPending={record.isPending}
            isDisabled={photo === undefined}
            className="justify-self-start"
          >
            {text.tallySave}
          </Button>
        </AskForm>
      </Card>
    </Section>
  )
}

function dataAddressOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}
