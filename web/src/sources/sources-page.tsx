import { useText } from '../app/text.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'

/** The one page that credits every source. */
export function SourcesPage() {
  const { sources, shell } = useText()
  return (
    <Page title={sources.title} lead={sources.lead}>
      <Section title={sources.data.title}>
        <Table
          caption={sources.data.title}
          rows={sources.data.items}
          keyOf={({ name }) => name}
          columns={[
            { title: sources.data.name, cell: ({ name }) => name, names: true },
            {
              title: sources.data.from,
              cell: ({ from, url }) => (
                <a href={url} className="link" rel="noreferrer" target="_blank">
                  {from}
                </a>
              ),
            },
            { title: sources.data.terms, cell: ({ terms }) => terms },
          ]}
        />
      </Section>
      <Section title={sources.calculation.title} lead={sources.calculation.lead}>
        <div className="flex flex-wrap gap-3">
          <ButtonLink to="/methods" look="secondary" icon="scale">
            {shell.nav.methods}
          </ButtonLink>
          <ButtonLink to="/factors" look="secondary" icon="book">
            {shell.nav.factors}
          </ButtonLink>
        </div>
      </Section>
      <Section title={sources.demo.title}>
        <p className="max-w-prose">{sources.demo.text}</p>
      </Section>
      <Section title={sources.software.title}>
        <p className="max-w-prose">{sources.software.text}</p>
      </Section>
    </Page>
  )
}
