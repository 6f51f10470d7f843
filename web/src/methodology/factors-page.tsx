import { factorSetsEndpoint, factorsEndpoint } from '@morinowa/shared/methodology/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { reading } from '../app/api-client.ts'
import { usePages } from '../app/paging.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { More } from '../ui/more.tsx'
import { Page } from '../ui/page.tsx'
import { FactorTable } from './factor-table.tsx'

const ALL = 'all'
const PAGE = 25

/** The registry, searched and narrowed. */
export function FactorsPage() {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const words = methodologyPages.factors
  const [typed, setTyped] = useState('')
  const [set, setSet] = useState(ALL)
  const [verified, setVerified] = useState(ALL)
  const q = useDeferredValue(typed.trim())
  const sets = useQuery(reading(factorSetsEndpoint))
  const factors = usePages(factorsEndpoint, {
    query: { limit: PAGE, ...(q && { q }), ...(set !== ALL && { set }), ...(verified !== ALL && { verified }) },
  })
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <ButtonLink look="secondary" to="/methods/differences" icon="layers">
          {methodologyPages.methods.links.differences}
        </ButtonLink>
      }
    >
      <div className="grid gap-4">
        <div className="grid items-start gap-4 md:grid-cols-[2fr_1fr_1fr]">
          <TextField
            name="q"
            type="search"
            label={words.search}
            isInline
            value={typed}
            onChange={setTyped}
            maxLength={80}
          />
          <SelectField
            name="set"
            label={words.edition}
            value={set}
            onChange={setSet}
            choices={[
              { id: ALL, label: words.everything },
              ...(sets.data?.items ?? []).map(({ id, name }) => ({ id, label: name[language] })),
            ]}
          />
          <SelectField
            name="verified"
            label={words.state}
            value={verified}
            onChange={setVerified}
            choices={[
              { id: ALL, label: words.any },
              { id: 'true', label: words.verified },
              { id: 'false', label: words.unverified },
            ]}
          />
        </div>
        <div>
          <Await query={factors}>
            {(rows) =>
              rows.length === 0 ? (
                <Empty icon="search" title={words.none} />
              ) : (
                <>
                  <p role="status" className="sr-only">
                    {words.count(rows.length)}
                  </p>
                  <FactorTable caption={words.title} rows={rows} />
                </>
              )
            }
          </Await>
        </div>
        <More list={factors} />
      </div>
    </Page>
  )
}
