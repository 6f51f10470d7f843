import {
  checkWordingEndpoint,
  getSchemeEndpoint,
  type Scheme,
  type SchemeId,
} from '@morinowa/shared/schemes/contract.ts'
import { kitEndpoint } from '@morinowa/shared/schemes/kit/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { addressOf, reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { schemePath } from '../app/paths.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Anchor, Button, ButtonLink } from '../ui/button.tsx'
import { CopyBlock } from '../ui/copy-block.tsx'
import { AskForm, SelectField, TextField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { Status } from '../ui/status.tsx'
import { termsOf } from './scheme-terms.ts'

/** Everything for the counter: to print, to put on a page, and the words on it. */
export function KitPage() {
  const { schemeShop, schemes } = useText()
  const { id } = useParams({ from: '/shop/$id/kit' })
  const scheme = useQuery(reading(getSchemeEndpoint, { params: { id: id as SchemeId } }))
  return (
    <Page
      title={schemeShop.kit.title}
      lead={scheme.data ? `${scheme.data.name}: ${schemeShop.kit.lead}` : schemeShop.kit.lead}
      actions={
        <ButtonLink to={schemePath(id)} look="quiet" icon="back">
          {schemes.till.back}
        </ButtonLink>
      }
    >
      <For kinds={['merchant', 'municipality', 'creditOwner', 'distributor', 'buyer']}>
        <Await query={scheme}>{(found) => <Kit scheme={found} />}</Await>
      </For>
    </Page>
  )
}

function Kit({ scheme }: { scheme: Scheme }) {
  const { language } = useLanguage()
  const terms = termsOf(scheme)
  const products = terms.kind === 'unit-attachment' ? terms.products : []
  const [sku, setSku] = useState(products[0]?.sku ?? '')
  const query = new URLSearchParams({ lang: language, ...(sku !== '' && { sku }) })
  return (
    <>
      <Prints scheme={scheme} products={products} sku={sku} onSku={setSku} />
      <Embeds id={scheme.id} query={query.toString()} sku={sku} />
      <Wording scheme={scheme} />
    </>
  )
}

type PrintsProps = {
  scheme: Scheme
  products: readonly { sku: string; name: string }[]
  sku: string
  onSku: (sku: string) => void
}

function Prints({ scheme, products, sku, onSku }: PrintsProps) {
  const { schemeShop } = useText()
  const { language } = useLanguage()
  const text = schemeShop.kit
  const pieces = [
    ['poster', text.poster],
    ['shelf-tag', text.tags],
    ['badge', text.badge],
  ] as const
  return (
    <Section title={text.print} lead={text.printLead}>
      <Card className="grid gap-4">
        {products.length > 1 && (
          <SelectField
            name="sku"
            label={text.product}
            value={sku}
            onChange={onSku}
            choices={products.map((one) => ({ id: one.sku, label: one.name }))}
          />
        )}
        <div className="flex flex-wrap gap-2">
          {pieces.map(([piece, label]) => (
            <Anchor
              key={piece}
              look="secondary"
              icon="print"
              target="_blank"
              href={addressOf(kitEndpoint.path, {
                params: { id: scheme.id, piece },
                query: { lang: language, ...(piece === 'shelf-tag' && sku !== '' && { sku }) },
              })}
            >
              {label}
            </Anchor>
          ))}
        </div>
      </Card>
    </Section>
  )
}

function Embeds({ id, query, sku }: { id: string; query: string; sku: string }) {
  const { schemeShop } = useText()
  const { language } = useLanguage()
  const text = schemeShop.kit
  const { origin } = location
  const script = (more: string) =>
    `<script src="${origin}/embed/scheme.js"\n  data-scheme="${id}" data-lang="${language}"${more}></script>`
  const badge = `/embed/schemes/${id}/badge.svg?lang=${language}`
  return (
    <Section title={text.embed} lead={text.embedLead}>
      <div className="grid gap-6 lg:grid-cols-2">
        <div className="grid min-w-0 content-start gap-4">
          <CopyBlock label={text.copyTally} value={script('')} />
          <CopyBlock
            label={text.copyTag}
            value={script(` data-piece="tag"${sku === '' ? '' : ` data-sku="${sku.replaceAll('"', '&quot;')}"`}`)}
          />
          <p className="overflow-x-auto">
            <img src={badge} alt={text.badgeAlt} height={28} className="max-w-none" />
          </p>
          <CopyBlock label={text.copyBadge} value={`<img src="${origin}${badge}" height="28" alt="">`} />
        </div>
        <div className="grid content-start gap-4">
          <h3 className="font-bold">{text.live}</h3>
          <p className="text-soft">{text.liveLead}</p>
          <iframe title={text.live} src={`/embed/schemes/${id}/tag?${query}`} className="h-64 w-full border-0" />
          <iframe title={text.frame} src={`/embed/schemes/${id}?${query}`} className="h-96 w-full border-0" />
        </div>
      </div>
    </Section>
  )
}

function Wording({ scheme }: { scheme: Scheme }) {
  const { schemeShop } = useText()
  const { language } = useLanguage()
  const text = schemeShop.kit
  const check = useCommand(checkWordingEndpoint)
  const [words, setWords] = useState('')
  const [market, setMarket] = useState<'JP' | 'EU'>('JP')
  const found = check.data
  return (
    <Section title={text.wording} lead={text.wordingLead}>
      <Card>
        <AskForm
          error={check.error}
          className="grid gap-5"
          onSubmit={() =>
            check.mutate({
              params: { id: scheme.id },
              body: { text: words, markets: market === 'EU' ? ['JP', 'EU'] : ['JP'] },
            })
          }
        >
          <TextField
            name="text"
            label={text.text}
            rows={3}
            placeholder={text.textExample}
            maxLength={2_000}
            value={words}
            onChange={setWords}
            isRequired
          />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <Segments
              label={text.markets}
              value={market}
              onChange={(chosen) => setMarket(chosen as 'JP' | 'EU')}
              choices={[
                { id: 'JP', label: text.marketNames.JP },
                { id: 'EU', label: text.marketNames.EU },
              ]}
            />
            <Button type="submit" isPending={check.isPending}>
              {text.check}
            </Button>
          </div>
          {found && (
            <div className="grid gap-4" role="status">
              <Note
                tone={found.verdict === 'stop' ? 'bad' : found.verdict === 'mind' ? 'wait' : 'good'}
                title={text.verdicts[found.verdict]}
              />
              <ul className="grid gap-3">
                {found.findings.map((finding) => (
                  <li key={`${finding.rule} ${finding.found}`} className="grid gap-1 rounded-12 border border-line p-4">
                    <span className="flex flex-wrap items-center justify-between gap-2">
                      <strong>{finding.found === '' ? text.missing : text.found(finding.found)}</strong>
                      <Status tone={finding.severity === 'stop' ? 'bad' : 'wait'}>
                        {text.severities[finding.severity]}
                      </Status>
                    </span>
                    <span>{finding.why[language]}</span>
                    <span className="text-soft">
                      {text.basis}: {finding.basis[language]}
                    </span>
                  </li>
                ))}
              </ul>
              <p className="font-bold">{text.safe}</p>
              <CopyBlock label={text.useSafe} value={found.safe[language]} isProse />
            </div>
          )}
        </AskForm>
      </Card>
    </Section>
  )
}
