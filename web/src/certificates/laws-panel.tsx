import { invariantsEndpoint } from '@morinowa/shared/certificates/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'

/** Whether every law of the ledger holds now, one line each; both sides of each stand on their own page. */
export function LawsPanel() {
  const { credits } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const laws = useQuery({ ...reading(invariantsEndpoint), staleTime: 0 })
  const text = credits.operator.laws
  return (
    <Section
      title={credits.operator.tabs.laws}
      lead={text.lead}
      actions={
        <ButtonLink to="/invariants" look="secondary" icon="scale">
          {text.open}
        </ButtonLink>
      }
    >
      <Await query={laws}>
        {({ ok, checkedAt, items }) => (
          <div className="grid gap-4">
            <Note tone={ok ? 'good' : 'bad'} title={ok ? text.ok : text.broken}>
              {text.checkedAt(format.time(checkedAt))}
            </Note>
            <ul className="card grid">
              {items.map((law) => (
                <li
                  key={law.id}
                  className="flex flex-wrap items-center justify-between gap-x-4 border-b border-line px-4 py-2 last:border-0"
                >
                  <span>
                    <strong>{law.id}</strong> {law.text[language]}
                  </span>
                  <Status tone={law.ok ? 'good' : 'bad'}>{law.ok ? 'OK' : 'NG'}</Status>
                </li>
              ))}
            </ul>
          </div>
        )}
      </Await>
    </Section>
  )
}
