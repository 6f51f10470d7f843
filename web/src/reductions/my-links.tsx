import { type Purpose, purposeText } from '@morinowa/shared/reductions/consent.ts'
import {
  type Link,
  linkProviderEndpoint,
  myConsentsEndpoint,
  myLinksEndpoint,
  revokeLinkEndpoint,
} from '@morinowa/shared/reductions/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { OrganisationField } from '../identity/organisation-field.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { AskForm, Switch, TextField } from '../ui/field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { Status } from '../ui/status.tsx'

const MAKES_STALE = ['/me/links', '/me/consents', '/me/summary', '/me/reductions']

/** The providers whose records become mine, and a form for another. */
export function MyLinks() {
  const { mine } = useText()
  const words = mine.consents.links
  const links = useQuery(reading(myLinksEndpoint))
  return (
    <Section title={words.title}>
      <div className="grid gap-5">
        <Await query={links}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty icon="route" title={words.none}>
                {words.noneLead}
              </Empty>
            ) : (
              <ul className="card divide-y divide-line">
                {items.map((link) => (
                  <Row key={link.id} link={link} />
                ))}
              </ul>
            )
          }
        </Await>
        <LinkForm />
      </div>
    </Section>
  )
}

function Row({ link: { id, provider, subject, linkedAt, revokedAt } }: { link: Link }) {
  const { mine } = useText()
  const format = useFormat()
  const words = mine.consents.links
  const revoke = useCommand(revokeLinkEndpoint, { makesStale: ['/me/links'] })
  return (
    <li className="grid gap-3 p-4 sm:p-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <p className="font-bold">{provider.name}</p>
          <p className="text-dns-14N-130 text-soft">
            {words.subject}: <code>{subject}</code> · {words.since(format.day(linkedAt))}
          </p>
        </div>
        {revokedAt ? (
          <Status tone="plain">{words.ended(format.day(revokedAt))}</Status>
        ) : (
          <Confirm
            opener={
              <Button look="secondary" isPending={revoke.isPending}>
                {words.revoke}
              </Button>
            }
            title={words.revoke}
            confirm={words.revoke}
            look="danger"
            onConfirm={() => revoke.mutate({ params: { id } })}
          >
            {words.revokeLead}
          </Confirm>
        )}
      </div>
      <RefusalNote error={revoke.error} />
    </li>
  )
}

function LinkForm() {
  const { mine } = useText()
  const format = useFormat()
  const words = mine.consents.links
  const { language } = useLanguage()
  const [by, setBy] = useState('member')
  const [provider, setProvider] = useState<string | null>(null)
  const link = useCommand(linkProviderEndpoint, { makesStale: MAKES_STALE })
  // A purpose that was answered already, either way, is not asked about again.
  const asked = useQuery(reading(myConsentsEndpoint)).data?.items.flatMap(({ purpose, givenAt }) =>
    givenAt === null ? [purpose] : [],
  )
  const [refused, setRefused] = useState<readonly Purpose[]>([])

  function submit(form: FormData) {
    const proof =
      by === 'member'
        ? { memberNumber: String(form.get('memberNumber')) }
        : { code: String(form.get('code')).trim().toUpperCase() }
    const consents = (asked ?? []).filter((purpose) => !refused.includes(purpose))
    link.mutate({ body: { provider: provider ?? '', ...proof, consents } })
  }

  return (
    <Card className="grid gap-4">
      <h3 className="text-[1.125rem]">{words.add}</h3>
      <AskForm error={link.error} onSubmit={submit} className="grid max-w-xl gap-4">
        <OrganisationField
          name="provider"
          label={words.provider}
          kinds={['provider', 'merchant']}
          isRequired
          onChange={setProvider}
        />
        <Segments
          label={words.by}
          choices={[
            { id: 'member', label: words.byMember },
            { id: 'code', label: words.byCode },
          ]}
          value={by}
          onChange={setBy}
        />
        {by === 'member' ? (
          <TextField key="member" name="memberNumber" label={words.memberNumber} maxLength={80} isRequired />
        ) : (
          <TextField key="code" name="code" label={words.code} minLength={8} maxLength={8} isRequired />
        )}
        {asked && asked.length > 0 && (
          <fieldset className="grid gap-2">
            <legend className="font-bold">{words.agree}</legend>
            {asked.map((purpose) => (
              <Switch
                key={purpose}
                label={mine.consents.names[purpose]}
                description={purposeText[purpose][language]}
                isSelected={!refused.includes(purpose)}
                onChange={(on) => setRefused(on ? refused.filter((one) => one !== purpose) : [...refused, purpose])}
              />
            ))}
          </fieldset>
        )}
        <Button type="submit" isPending={link.isPending} className="justify-self-start">
          {words.submit}
        </Button>
      </AskForm>
      {link.data && (
        <div role="status">
          <Note tone="good">
            {words.takenUp(link.data.takenUp.records, format.exactMassText(link.data.takenUp.creditedG))}
          </Note>
        </div>
      )}
    </Card>
  )
}
