import { registrySearchEndpoint } from '@morinowa/shared/certificates/contract.ts'
import { lotsEndpoint } from '@morinowa/shared/credits/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { usePages } from '../app/paging.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { After, Await, Empty } from '../ui/await.tsx'
import { Anchor, Button, ButtonLink } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { More } from '../ui/more.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { GramNow } from './gram-now.tsx'
import { LotTable } from './lot-table.tsx'
import { RetirementTable } from './retirement-table.tsx'
import { Retirements } from './retirements.tsx'

export function RegistryPage() {
  const { registry, shell } = useText()
  // The question is in the address, so that an answer can be handed on. The router reads a number as one.
  const { q: asked = '' } = useSearch({ strict: false }) as { q?: string | number }
  const q = String(asked)
  const navigate = useNavigate()

  function search(form: FormData) {
    const typed = String(form.get('q')).trim()
    return navigate({ to: '/registry', search: typed ? { q: typed } : {} })
  }

  return (
    <Page
      title={registry.title}
      lead={registry.lead}
      actions={
        <ButtonLink to="/verify" look="secondary" icon="check">
          {shell.nav.verify}
        </ButtonLink>
      }
    >
      <Card>
        <AskForm onSubmit={search} className="grid items-end gap-3 sm:grid-cols-[1fr_auto]">
          <TextField
            key={q}
            name="q"
            type="search"
            isInline
            label={registry.search}
            placeholder={registry.searchHint}
            defaultValue={q}
            maxLength={120}
          />
          <Button type="submit" icon="search">
            {registry.press}
          </Button>
        </AskForm>
      </Card>
      {q ? <Found q={q} /> : <Everything />}
    </Page>
  )
}

function Found({ q }: { q: string }) {
  const { registry } = useText()
  const found = useQuery(reading(registrySearchEndpoint, { query: { q } }))
  return (
    <Await query={found}>
      {({ gram, lots, retirements }) => (
        <div role="status" className="grid gap-10">
          {!gram && lots.length === 0 && retirements.length === 0 && (
            <Empty icon="search" title={registry.none}>
              {registry.noneLead}
            </Empty>
          )}
          {gram && <GramNow gram={gram} />}
          {lots.length > 0 && (
            <Section title={registry.lots}>
              <LotTable caption={registry.lots} lots={lots} />
            </Section>
          )}
          {retirements.length > 0 && (
            <Section title={registry.retirements}>
              <RetirementTable caption={registry.retirements} retirements={retirements} />
            </Section>
          )}
        </div>
      )}
    </Await>
  )
}

function Everything() {
  const { registry, shell } = useText()
  const lots = usePages(lotsEndpoint, { query: { limit: 25 } })
  return (
    <>
      <Section
        title={registry.allLots}
        actions={
          <ButtonLink to="/reserves" look="quiet" icon="shield">
            {shell.nav.reserves}
          </ButtonLink>
        }
      >
        <Await query={lots}>
          {(items) =>
            items.length === 0 ? (
              <Empty icon="layers" title={registry.noLots} />
            ) : (
              <LotTable caption={registry.allLots} lots={items} />
            )
          }
        </Await>
        <More list={lots} />
      </Section>
      <After query={lots}>
        <Retirements />
        <Takeaway />
      </After>
    </>
  )
}

/** The whole register, to be kept and checked without us. */
function Takeaway() {
  const { registry } = useText()
  const { language } = useLanguage()
  return (
    <Section title={registry.takeaway} lead={registry.takeawayLead}>
      <div className="flex flex-wrap gap-3">
        <Anchor href={`/api/v1/registry/snapshot.html?lang=${language}`} look="secondary" icon="file" download>
          {registry.snapshot}
        </Anchor>
        <Anchor href="/api/v1/registry/export" look="secondary" icon="download" download>
          {registry.exportAll}
        </Anchor>
        <Anchor href="/api/v1/registry/exports/cad-trust.json" look="secondary" icon="download" download>
          {registry.cadTrust}
        </Anchor>
      </div>
    </Section>
  )
}
