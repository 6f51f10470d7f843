import { For } from '../app/for.tsx'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'
import { OwnShares } from '../reductions/own-shares.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Facts } from '../ui/table.tsx'
import { ApiKeys } from './api-keys.tsx'
import { OwnApps } from './own-apps.tsx'
import { FoundForm } from './found-form.tsx'
import { Members } from './members.tsx'
import { scopesOf } from './scopes-of.ts'

/** The organisation one acts for: what it is, its people, its machines; or the founding of one. */
export function OrganisationPage() {
  const { organisation } = useText()
  return (
    <Page title={organisation.title} lead={organisation.lead}>
      <For kinds="person">
        <Own />
      </For>
    </Page>
  )
}

function Own() {
  const { organisation, shell } = useText()
  const { acting } = useSession()
  if (!acting) {
    return (
      <Section title={organisation.found.title} lead={organisation.found.lead}>
        <Card>
          <FoundForm />
        </Card>
      </Section>
    )
  }
  const { facts, standing, roles } = organisation
  const isAdministrator = acting.role === 'administrator'
  return (
    <>
      <Section title={acting.name}>
        <div className="grid gap-4">
          {acting.standing !== 'approved' && (
            <Note tone={acting.standing === 'waiting' ? 'wait' : 'bad'} title={standing[acting.standing]}>
              {acting.standingNote === null ? organisation.waitingLead : organisation.refusedLead(acting.standingNote)}
            </Note>
          )}
          <Card>
            <Facts
              facts={[
                [facts.kind, shell.kinds[acting.kind]],
                [facts.place, acting.municipalityCode ? <PlaceName code={acting.municipalityCode} /> : '—'],
                [facts.corporateNumber, acting.corporateNumber ?? '—'],
                [facts.role, roles[acting.role]],
                [
                  facts.standing,
                  <Status key="standing" tone={acting.standing === 'approved' ? 'good' : 'wait'}>
                    {standing[acting.standing]}
                  </Status>,
                ],
              ]}
            />
          </Card>
        </div>
      </Section>
      {isAdministrator ? (
        <>
          <Members organisationId={acting.id} />
          <ApiKeys key={acting.id} scopes={scopesOf[acting.kind]} chosen={scopesOf[acting.kind]} />
          {acting.kind === 'provider' && acting.standing === 'approved' && <OwnApps />}
          {(acting.kind === 'provider' || acting.kind === 'merchant') && (
            <OwnShares key={acting.id} organisationId={acting.id} isHost={acting.kind === 'merchant'} />
          )}
        </>
      ) : (
        <Note>{organisation.members.onlyAdministrators}</Note>
      )}
      <details>
        <summary className="link inline-flex min-h-12 cursor-pointer items-center">
          {organisation.found.another}
        </summary>
        <Card className="mt-3">
          <FoundForm />
        </Card>
      </details>
    </>
  )
}
