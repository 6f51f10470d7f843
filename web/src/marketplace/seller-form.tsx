import { getSellerEndpoint, type SellerProfile, setSellerEndpoint } from '@morinowa/shared/marketplace/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'

/** What an organisation's invoices say about it. */
export function SellerForm() {
  const { marketplace } = useText()
  const profile = useQuery(reading(getSellerEndpoint))
  return (
    <Section title={marketplace.seller.title} lead={marketplace.seller.lead}>
      <Card>
        <Await query={profile}>{(found) => <OpenForm profile={found} />}</Await>
      </Card>
    </Section>
  )
}

function OpenForm({ profile }: { profile: SellerProfile }) {
  const { marketplace } = useText()
  const save = useCommand(setSellerEndpoint, { makesStale: [getSellerEndpoint.path] })
  const text = marketplace.seller

  function submit(form: FormData) {
    const said = (name: string) => String(form.get(name) ?? '').trim() || null
    const body = { registrationNumber: said('registrationNumber'), paymentDetails: said('paymentDetails') }
    save.mutate({ body })
  }
  return (
    <AskForm error={save.error} onSubmit={submit} className="grid max-w-xl gap-5">
      <TextField
        name="registrationNumber"
        label={text.registration}
        description={text.registrationHelp}
        defaultValue={profile.registrationNumber ?? ''}
        placeholder="T1234567890123"
        maxLength={14}
      />
      <TextField
        name="paymentDetails"
        label={text.payment}
        description={text.paymentHelp}
        defaultValue={profile.paymentDetails ?? ''}
        rows={3}
        maxLength={500}
      />
      {save.isSuccess && <Note tone="good">{text.saved}</Note>}
      <Button type="submit" look="secondary" isPending={save.isPending} className="justify-self-start">
        {text.save}
      </Button>
    </AskForm>
  )
}
