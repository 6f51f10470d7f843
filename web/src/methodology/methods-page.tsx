import { methodsEndpoint } from '@morinowa/shared/methodology/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { ConstantsTable } from './constants-table.tsx'
import { EmbedSnippet } from './embed-snippet.tsx'
import { methodPath } from './paths.ts'

const FAMILIES = ['mobility', 'stay', 'food-and-shop'] as const

/** Every method by family, with the equation all of them share and the numbers that are no factors. */
export function MethodsPage() {
  const { methodologyPages } = useText()
  const words = methodologyPages.methods
  const methods = useQuery(reading(methodsEndpoint))
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <>
          <ButtonLink look="secondary" to="/factors" icon="book">
            {words.links.factors}
          </ButtonLink>
          <ButtonLink look="secondary" to="/methods/check" icon="check">
            {words.links.check}
          </ButtonLink>
        </>
      }
    >
      <TwoNumbers />
      <Await query={methods}>
        {({ items }) =>
          FAMILIES.map((family) => (
            <Section key={family} title={words.families[family]}>
              <ul className="border-t border-line">
                {items
                  .filter((method) => method.family === family)
                  .map((method) => (
                    <MethodRow key={`${method.id}@${method.version}`} {...method} />
                  ))}
              </ul>
            </Section>
          ))
        }
      </Await>
      <Section title={words.constants.title} lead={words.constants.lead}>
        <ConstantsTable />
      </Section>
      <Section title={words.more}>
        <div className="flex flex-wrap gap-3">
          <ButtonLink look="secondary" to="/methods/differences" icon="layers">
            {words.links.differences}
          </ButtonLink>
          <ButtonLink look="secondary" to="/forest/calculator" icon="tree">
            {words.links.forest}
          </ButtonLink>
        </div>
      </Section>
      <EmbedSnippet />
    </Page>
  )
}

function TwoNumbers() {
  const { methodologyPages } = useText()
  const words = methodologyPages.methods.twoNumbers
  return (
    <Section title={words.title}>
      <div className="grid gap-4 md:grid-cols-2">
        <Card className="grid content-start gap-3">
          <p>{words.shown}</p>
          <p className="figures font-bold">{words.equation}</p>
        </Card>
        <Card className="grid content-start gap-3">
          <p>{words.credited}</p>
          <p className="figures font-bold">{words.creditedEquation}</p>
        </Card>
      </div>
    </Section>
  )
}

type RowProps = {
  id: string
  version: string
  title: Record<'ja' | 'en', string>
  formula: Record<'ja' | 'en', string>
}

function MethodRow({ id, version, title, formula }: RowProps) {
  const { language } = useLanguage()
  return (
    <li className="border-b border-line">
      <Link
        to={methodPath(id, version)}
        className="group grid min-h-14 grid-cols-[1fr_auto] items-center gap-x-6 py-3 no-underline md:grid-cols-[2fr_3fr_auto]"
      >
        <span className="col-start-1 font-bold text-forest underline-offset-4 group-hover:underline">
          {title[language]}
        </span>
        <span className="text-soft max-md:col-start-1 max-md:row-start-2">{formula[language]}</span>
        <Icon name="next" className="size-4 text-edge max-md:col-start-2 max-md:row-span-2 max-md:row-start-1" />
      </Link>
    </li>
  )
}
