import { monthOf } from '@morinowa/shared/kernel/calendar.ts'
import { getSchemeEndpoint, type Scheme, type SchemeId } from '@morinowa/shared/schemes/contract.ts'
import {
  addTerminalEndpoint,
  importSalesEndpoint,
  listTerminalsEndpoint,
  revokeTerminalEndpoint,
  type Terminal,
} from '@morinowa/shared/schemes/intake/contract.ts'
import { type Pooling, poolingEndpoint, statementEndpoint } from '@morinowa/shared/schemes/kit/contract.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { addressOf, call, reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { schemePath } from '../app/paths.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Anchor, Button, ButtonLink } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { MonthField } from '../ui/month-field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Facts, Table } from '../ui/table.tsx'

/** What a scheme keeps and what it is connected to. */
export function RecordsPage() {
  const { schemeShop, schemes } = useText()
  const { id } = useParams({ from: '/shop/$id/records' })
  const scheme = useQuery(reading(getSchemeEndpoint, { params: { id: id as SchemeId } }))
  return (
    <Page
      title={schemeShop.records.title}
      lead={scheme.data ? `${scheme.data.name}: ${schemeShop.records.lead}` : schemeShop.records.lead}
      actions={
        <ButtonLink to={schemePath(id)} look="quiet" icon="back">
          {schemes.till.back}
        </ButtonLink>
      }
    >
      <For kinds={['merchant', 'municipality', 'creditOwner', 'distributor', 'buyer']}>
        <Await query={scheme}>
          {(found) => (
            <>
              <Statement scheme={found} />
              {found.state === 'open' && <FileOfSales scheme={found} />}
              {found.state === 'open' && <Registers scheme={found} />}
              {found.kind !== 'per-item-fund' && <Rounding scheme={found} />}
            </>
          )}
        </Await>
      </For>
    </Page>
  )
}

function Statement({ scheme }: { scheme: Scheme }) {
  const { schemeShop } = useText()
  const { language } = useLanguage()
  const text = schemeShop.records
  const thisMonth = monthOf(new Date().toISOString())
  const [month, setMonth] = useState<string>(thisMonth)
  const href = (format: 'pdf' | 'csv') =>
    addressOf(statementEndpoint.path, { params: { id: scheme.id, month }, query: { format, lang: language } })
  return (
    <Section title={text.statement} lead={text.statementLead}>
      <Card className="grid max-w-xl gap-4">
        <MonthField name="month" label={text.month} value={month} newest={thisMonth} onChange={setMonth} isRequired />
        <div className="flex flex-wrap gap-2">
          <Anchor href={href('pdf')} target="_blank" icon="file">
            {text.pdf}
          </Anchor>
          <Anchor href={href('csv')} look="secondary" icon="download">
            {text.csv}
          </Anchor>
        </div>
      </Card>
    </Section>
  )
}

function FileOfSales({ scheme }: { scheme: Scheme }) {
  const { schemeShop } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const client = useQueryClient()
  const text = schemeShop.records
  const send = useMutation({
    mutationFn: (file: File) =>
      call(importSalesEndpoint, { params: { id: scheme.id }, file: new Blob([file], { type: 'text/csv' }) } as never),
    onSuccess: () => client.invalidateQueries({ queryKey: [getSchemeEndpoint.path] }),
  })
  const found = send.data
  return (
    <Section title={text.file} lead={text.fileLead}>
      <Card className="grid gap-4">
        <FileDrop
          label={text.drop}
          choose={text.choose}
          accepts={['.csv', 'text/csv']}
          isPending={send.isPending}
          onFile={(file) => send.mutate(file)}
        />
        <RefusalNote error={send.error} />
        {found && (
          <Note tone={found.refused > 0 ? 'wait' : 'good'}>
            {text.imported(format.number(found.accepted), format.number(found.duplicate), format.number(found.refused))}
          </Note>
        )}
        {found && found.refused > 0 && (
          <Table
            caption={text.file}
            rows={found.rows.filter(({ status }) => status === 'refused').slice(0, 100)}
            keyOf={({ line }) => String(line)}
            columns={[
              { title: text.line, cell: ({ line }) => format.number(line), names: true },
              { title: text.reason, cell: ({ messages }) => messages?.[language] ?? '' },
            ]}
          />
        )}
      </Card>
    </Section>
  )
}

function Registers({ scheme }: { scheme: Scheme }) {
  const { schemeShop } = useText()
  const text = schemeShop.records
  const terminals = useQuery(reading(listTerminalsEndpoint, { params: { id: scheme.id } }))
  const add = useCommand(addTerminalEndpoint, { makesStale: [listTerminalsEndpoint.path] })
  const [name, setName] = useState('')
  return (
    <Section title={text.registers} lead={text.registersLead}>
      <Card className="grid gap-5">
        <Await query={terminals}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="text-soft">{text.registersNone}</p>
            ) : (
              <ul className="grid gap-3">
                {items.map((terminal) => (
                  <Register key={terminal.id} scheme={scheme} terminal={terminal} />
                ))}
              </ul>
            )
          }
        </Await>
        {add.data && (
          <Note tone="good" title={add.data.name}>
            <p>{text.secret}</p>
            <CopyText value={add.data.secret} />
            <p>{text.address}</p>
            <CopyText value={add.data.url} />
          </Note>
        )}
        <AskForm
          error={add.error}
          className="flex max-w-xl flex-wrap items-end gap-3"
          onSubmit={() => add.mutate({ params: { id: scheme.id }, body: { name } }, { onSuccess: () => setName('') })}
        >
          <div className="min-w-48 flex-1">
            <TextField
              name="name"
              label={text.registerName}
              maxLength={60}
              value={name}
              onChange={setName}
              isInline
              isRequired
            />
          </div>
          <Button type="submit" look="secondary" icon="plus" isPending={add.isPending}>
            {text.connect}
          </Button>
        </AskForm>
      </Card>
    </Section>
  )
}

function Register({ scheme, terminal }: { scheme: Scheme; terminal: Terminal }) {
  const { schemeShop } = useText()
  const format = useFormat()
  const text = schemeShop.records
  const revoke = useCommand(revokeTerminalEndpoint, { makesStale: [listTerminalsEndpoint.path] })
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 border-b border-line pb-2">
      <span className="min-w-0">
        <strong>{terminal.name}</strong>
        <span className="block text-soft">
          {terminal.revokedAt === null
            ? text.next(format.number(terminal.nextSequence))
            : `${text.revoked} ${format.day(terminal.revokedAt)}`}
        </span>
        <RefusalNote error={revoke.error} />
      </span>
      {terminal.revokedAt === null && (
        <Confirm
          opener={
            <Button look="quiet" icon="cross" isPending={revoke.isPending}>
              {text.revoke}
            </Button>
          }
          title={text.revokeTitle(terminal.name)}
          confirm={text.revoke}
          look="danger"
          onConfirm={() => revoke.mutate({ params: { id: scheme.id, terminalId: terminal.id } })}
        >
          {text.revokeLead}
        </Confirm>
      )}
    </li>
  )
}

function Rounding({ scheme }: { scheme: Scheme }) {
  const { schemeShop } = useText()
  const text = schemeShop.records
  const pooling = useQuery(reading(poolingEndpoint, { params: { id: scheme.id } }))
  return (
    <Section title={text.pooling} lead={text.poolingLead}>
      <Await query={pooling}>{(found) => <Pooled scheme={scheme} pooling={found} />}</Await>
    </Section>
  )
}

const PARTS_SHOWN = 50

function Pooled({ scheme, pooling }: { scheme: Scheme; pooling: Pooling }) {
  const { schemeShop } = useText()
  const format = useFormat()
  const text = schemeShop.records
  const isCounted = scheme.kind === 'event-offset' || scheme.kind === 'residual-offset'
  const saved = format.exactMassText(pooling.savedG)
  return (
    <Card className="grid gap-5">
      <Facts
        facts={[
          [text.sum, format.exactMassText(pooling.massG)],
          [text.pooled, format.exactMassText(pooling.pooledG)],
          [text.separately, format.exactMassText(pooling.separatelyG)],
          [text.saved, pooling.savedYen === null ? saved : `${format.yen(pooling.savedYen)}（${saved}）`],
        ]}
      />
      {isCounted && pooling.parts.length > 0 && (
        <Table
          caption={text.pooling}
          rows={pooling.parts.slice(0, PARTS_SHOWN)}
          keyOf={({ externalId }) => externalId}
          columns={[
            { title: text.day, cell: ({ day }) => format.day(day), names: true },
            { title: text.emitted, cell: ({ emittedG }) => format.exactMassText(emittedG), align: 'end' },
            { title: text.measures, cell: ({ measuresG }) => format.exactMassText(measuresG), align: 'end' },
            { title: text.left, cell: ({ massG }) => format.exactMassText(massG), align: 'end' },
          ]}
        />
      )}
      {pooling.more && <p className="text-soft">{text.more}</p>}
    </Card>
  )
}
