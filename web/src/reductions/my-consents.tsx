import { changeConsentEndpoint, type MyConsent, myConsentsEndpoint } from '@morinowa/shared/reductions/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Switch } from '../ui/field.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'

/** One row per purpose, on or off. */
export function MyConsents() {
  const { mine } = useText()
  const consents = useQuery(reading(myConsentsEndpoint))
  return (
    <Section title={mine.consents.purposes}>
      <Await query={consents}>
        {({ items }) => (
          <ul className="card divide-y divide-line">
            {items.map((consent) => (
              <Row key={consent.purpose} consent={consent} />
            ))}
          </ul>
        )}
      </Await>
    </Section>
  )
}

function Row({ consent }: { consent: MyConsent }) {
  const { mine } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const change = useCommand(changeConsentEndpoint, { makesStale: ['/me/consents'] })
  const { purpose, text, givenAt, revokedAt } = consent
  // What was pressed is shown at once; a refusal turns it back.
  const given = change.isPending ? change.variables.body.given : consent.given
  const history = consent.given
    ? givenAt && mine.consents.since(format.day(givenAt))
    : revokedAt && mine.consents.revoked(format.day(revokedAt))
  return (
    <li className="grid gap-2 p-4 sm:p-6">
      <Switch
        label={mine.consents.names[purpose]}
        description={text[language]}
        isSelected={given}
        onChange={(on) => change.mutate({ params: { purpose }, body: { given: on } })}
      />
      {history && <p className="ps-15 text-dns-14N-130 text-soft">{history}</p>}
      <RefusalNote error={change.error} />
    </li>
  )
}
