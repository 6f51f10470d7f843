import { methodsEndpoint } from '@morinowa/shared/methodology/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Section } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'

export function Methods() {
  const { sources } = useText()
  const { language } = useLanguage()
  const methods = useQuery(reading(methodsEndpoint))
  return (
    <Section title={sources.methods.title} lead={sources.methods.lead}>
      <Await query={methods}>
        {({ items }) => (
          <Table
            caption={sources.methods.title}
            rows={items}
            keyOf={({ id, version }) => `${id}@${version}`}
            columns={[
              { title: sources.methods.name, cell: ({ title }) => title[language], names: true },
              { title: sources.methods.formula, cell: ({ formula }) => formula[language] },
              {
                title: sources.methods.version,
                cell: ({ id, version, hash }) => (
                  <>
                    {version}
                    <br />
                    <code className="text-dns-14N-130 text-soft" title={hash}>
                      {id} {hash.slice(0, 8)}
                    </code>
                  </>
                ),
              },
            ]}
          />
        )}
      </Await>
    </Section>
  )
}
