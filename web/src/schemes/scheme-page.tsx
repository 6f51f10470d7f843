import { holdingsEndpoint } from '@morinowa/shared/credits/contract.ts'
import {
  addReserveEndpoint,
  type Closing,
  endSchemeEndpoint,
  getSchemeEndpoint,
  listClosingsEndpoint,
  listSchemesEndpoint,
  type Scheme,
  type SchemeId,
} from '@morinowa/shared/schemes/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import {
  certificatePath,
  closePath,
  countPath,
  kitPath,
  publicSchemePath,
  recordsPath,
  tillPath,
} from '../app/paths.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { HoldingField } from '../credits/holding-field.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Confirm, Dialog } from '../ui/dialog.tsx'
import { AskForm } from '../ui/field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'
import { SchemeStock } from './scheme-stock.tsx'
import { isCounted } from './scheme-terms.ts'
import { SchemeTerms } from './scheme-terms-list.tsx'
import { TallyForm } from './tally-form.tsx'

/** While a closing gives sales their serials. */
const REREAD_MS = 3_000

const makesStale = [getSchemeEndpoint.path, listSchemesEndpoint.path, holdingsEndpoint.path]

export function SchemePage() {
  const { schemes } = useText()
  const { id } = useParams({ from: '/shop/$id' })
  const scheme = useQuery({
    ...reading(getSchemeEndpoint, { params: { id: id as SchemeId } }),
    refetchInterval: ({ state }) => (state.data && state.data.serialsDueG > 0 ? REREAD_MS : false),
  })
  return (
    <Page
      title={scheme.data?.name ?? schemes.title}
      lead={scheme.data && `${schemes.kinds[scheme.data.kind]} · ${schemes.states[scheme.data.state]}`}
      actions={
        <>
          <ButtonLink to="/shop" look="quiet" icon="back">
            {schemes.manage.back}
          </ButtonLink>
          {scheme.data?.state === 'open' && (
            <ButtonLink to={tillPath(id)} icon="basket">
              {schemes.list.till}
            </ButtonLink>
          )}
        </>
      }
    >
      <For kinds={['merchant', 'municipality', 'creditOwner', 'distributor', 'buyer']}>
        <Await query={scheme}>{(found) => <Desk scheme={found} />}</Await>
      </For>
    </Page>
  )
}

function Desk({ scheme }: { scheme: Scheme }) {
  const { language } = useLanguage()
  const { desk, schemes, schemeShop } = useText()
  const isOpen = scheme.state === 'open'
  const hasTank = scheme.kind !== 'per-item-fund'
  return (
    <>
      {scheme.warnings.map((warning) => (
        <Note key={warning.en} tone="wait">
          {warning[language]}
        </Note>
      ))}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Section title={schemes.manage.stock}>
          <Card className="grid gap-4">
            <SchemeStock scheme={scheme} />
            <div className="flex flex-wrap gap-2">
              <ButtonLink to={closePath(scheme.id)} icon="seal">
                {schemes.manage.close}
              </ButtonLink>
              {isCounted(scheme.kind) && (
                <ButtonLink to={countPath(scheme.id)} icon="scale">
                  {desk.count.link}
                </ButtonLink>
              )}
              {isOpen && hasTank && <AddStock scheme={scheme} />}
              <ButtonLink to={kitPath(scheme.id)} look="secondary" icon="print">
                {schemeShop.kit.title}
              </ButtonLink>
              <ButtonLink to={recordsPath(scheme.id)} look="secondary" icon="file">
                {schemeShop.records.title}
              </ButtonLink>
              <ButtonLink to={publicSchemePath(scheme.id)} look="secondary" icon="external">
                {schemes.list.poster}
              </ButtonLink>
            </div>
          </Card>
        </Section>
        <Section title={schemes.manage.terms}>
          <Card>
            <SchemeTerms scheme={scheme} />
          </Card>
        </Section>
      </div>
      <Closings scheme={scheme} />
      {isOpen && <TallyForm scheme={scheme} />}
      {isOpen && <EndScheme scheme={scheme} />}
    </>
  )
}

const GRAMS_PER_KG = 1_000

function AddStock({ scheme }: { scheme: Scheme }) {
  const { schemes } = useText()
  return (
    <Dialog
      opener={
        <Button look="secondary" icon="plus">
          {schemes.manage.addStock}
        </Button>
      }
      title={schemes.manage.addStock}
    >
      {(close) => <AddStockForm scheme={scheme} onDone={close} />}
    </Dialog>
  )
}

function AddStockForm({ scheme, onDone }: { scheme: Scheme; onDone: () => void }) {
  const { schemes } = useText()
  const format = useFormat()
  const add = useCommand(addReserveEndpoint, { makesStale })
  const [lotId, setLotId] = useState<string | null>(null)
  const [kg, setKg] = useState(Number.NaN)
  const text = schemes.create
  return (
    <AskForm
      error={add.error}
      onSubmit={() =>
        add.mutate(
          {
            params: { id: scheme.id },
            body: { lotId: lotId ?? '', massG: Math.round(kg * GRAMS_PER_KG) } as never,
          },
          { onSuccess: onDone },
        )
      }
    >
      <HoldingField
        name="lotId"
        label={text.reserve}
        value={lotId}
        onChange={(holding) => {
          setLotId(holding.lotId)
          setKg(Math.floor(holding.availableG / GRAMS_PER_KG))
        }}
      >
        {({ availableG }) => (
          <KgField
            name="massG"
            label={text.reserveMass}
            description={text.reserveHelp(format.exactMassText(availableG))}
            maxValue={availableG / GRAMS_PER_KG}
            value={kg}
            onChange={setKg}
            isRequired
          />
        )}
      </HoldingField>
      <Button type="submit" isPending={add.isPending} isDisabled={lotId === null}>
        {schemes.manage.addStock}
      </Button>
    </AskForm>
  )
}

function Closings({ scheme }: { scheme: Scheme }) {
  const { schemes } = useText()
  const format = useFormat()
  const closings = useQuery(reading(listClosingsEndpoint, { params: { id: scheme.id } }))
  const text = schemes.manage
  const isFund = scheme.kind === 'per-item-fund'
  return (
    <Section title={text.closings}>
      <Await query={closings}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="seal" title={text.closingsNone}>
              {text.closingsNoneLead}
            </Empty>
          ) : (
            <Table
              caption={text.closings}
              rows={items}
              keyOf={({ number }) => String(number)}
              columns={[
                { title: text.through, cell: ({ through }) => format.day(through), names: true },
                { title: text.retired, cell: ({ retiredG }) => format.exactMassText(retiredG), align: 'end' },
                ...(isFund
                  ? ([
                      { title: text.spent, cell: ({ spentYen }: Closing) => format.yen(spentYen), align: 'end' },
                      {
                        title: text.carriedYen,
                        cell: ({ carriedYen }: Closing) => format.yen(carriedYen),
                        align: 'end',
                      },
                    ] as const)
                  : ([
                      {
                        title: text.carriedG,
                        cell: ({ carriedG }: Closing) => format.exactMassText(carriedG),
                        align: 'end',
                      },
                    ] as const)),
                { title: text.certificate, cell: (closing) => <CertificateLinks closing={closing} /> },
              ]}
            />
          )
        }
      </Await>
    </Section>
  )
}

/** A closing retires from each source by itself, so it may have several certificates. */
export function CertificateLinks({ closing }: { closing: Closing }) {
  const { schemes } = useText()
  const ids = [...new Set(closing.retirements.map(({ certificateId }) => certificateId ?? closing.certificateId))]
  const known = (ids.length > 0 ? ids : [closing.certificateId]).filter((id) => id !== null)
  if (known.length === 0) return schemes.manage.certificateMaking
  return (
    <ul>
      {known.map((id) => (
        <li key={id}>
          <Link to={certificatePath(id)} className="link inline-flex min-h-12 items-center whitespace-nowrap">
            {id}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function EndScheme({ scheme }: { scheme: Scheme }) {
  const { schemes } = useText()
  const end = useCommand(endSchemeEndpoint, { makesStale })
  const text = schemes.manage
  return (
    <div className="grid justify-items-start gap-3 border-t border-line pt-6">
      <RefusalNote error={end.error} />
      {end.isSuccess && <Note tone="good">{schemes.states.ended}</Note>}
      <Confirm
        opener={
          <Button look="danger" isPending={end.isPending}>
            {text.end}
          </Button>
        }
        title={text.endTitle(scheme.name)}
        confirm={text.end}
        look="danger"
        onConfirm={() => end.mutate({ params: { id: scheme.id } })}
      >
        {text.endLead}
      </Confirm>
    </div>
  )
}
