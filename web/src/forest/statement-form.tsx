import {
  type ImportStatement,
  importStatementEndpoint,
  listReservesEndpoint,
  listStatementsEndpoint,
  lotReserveEndpoint,
  type Statement,
} from '@morinowa/shared/forest/official-contract.ts'
import { useState } from 'react'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useSession } from '../app/session.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { More } from '../ui/more.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { Disclosure } from '../ui/stat.tsx'
import { Table } from '../ui/table.tsx'

/** A registry's statement beside the organisation's lots: what differs, by line. */
export function StatementForm() {
  const { backing } = useText()
  const { acting } = useSession()
  const compare = useCommand(importStatementEndpoint, {
    makesStale: [listStatementsEndpoint.path, listReservesEndpoint.path, lotReserveEndpoint.path],
  })
  const [file, setFile] = useState<{ name: string; csv: string }>()
  const text = backing.statements

  async function choose(chosen: File) {
    setFile({ name: chosen.name, csv: await textOf(chosen) })
  }

  function submit(form: FormData) {
    const said = (name: string) => String(form.get(name) ?? '').trim()
    const body = {
      issuedOn: said('issuedOn'),
      holder: said('holder'),
      ...(said('accountNumber') && { accountNumber: said('accountNumber') }),
      csv: file?.csv ?? '',
    } as ImportStatement
    compare.mutate({ body })
  }

  return (
    <Section title={text.title} lead={text.lead}>
      <Card>
        <AskForm error={compare.error} onSubmit={submit} className="grid gap-4">
          <div className="grid gap-4 sm:grid-cols-3">
            <TextField name="issuedOn" type="date" label={text.issuedOn} isRequired />
            <TextField name="holder" label={text.holder} defaultValue={acting?.name ?? ''} maxLength={120} isRequired />
            <TextField name="accountNumber" label={text.accountNumber} maxLength={60} />
          </div>
          <FileDrop label={text.drop} choose={text.choose} accepts={['text/csv', '.csv']} onFile={choose} />
          <p role="status">{file ? text.chosen(file.name) : text.columns}</p>
          <Button
            type="submit"
            icon="scale"
            isPending={compare.isPending}
            isDisabled={!file}
            className="justify-self-start"
          >
            {text.press}
          </Button>
        </AskForm>
      </Card>
      <div role="status">{compare.data && <Outcome statement={compare.data} />}</div>
      <Disclosure title={text.history}>
        <History />
      </Disclosure>
    </Section>
  )
}

/** Registries of Japan write Shift_JIS as often as UTF-8. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('shift_jis').decode(bytes)
  }
}

function Outcome({ statement: { agrees, differences } }: { statement: Statement }) {
  const { backing } = useText()
  const { language } = useLanguage()
  const text = backing.statements
  if (agrees) return <Note tone="good" title={text.agrees} />
  return (
    <div className="grid gap-4">
      <Note tone="bad" title={text.differs(differences.length)} />
      <Table
        caption={text.differs(differences.length)}
        rows={differences}
        keyOf={({ line, kind, serials }) => `${line}${kind}${serials}`}
        columns={[
          { title: text.line, cell: ({ line }) => (line === null ? text.noLine : String(line)), names: true },
          { title: text.kind, cell: ({ kind }) => text.kinds[kind] },
          { title: text.what, cell: ({ text: said }) => said[language] },
        ]}
      />
    </div>
  )
}

function History() {
  const { backing } = useText()
  const format = useFormat()
  const list = usePages<Statement>(listStatementsEndpoint)
  const text = backing.statements
  return (
    <div className="grid gap-4 pt-2">
      <Await query={list}>
        {(statements) =>
          statements.length === 0 ? (
            <p className="text-soft">{text.noHistory}</p>
          ) : (
            <ul className="grid gap-4">
              {statements.map((one) => (
                <li key={one.id} className="grid gap-2">
                  <p className="font-bold">
                    {format.day(one.issuedOn)} · {one.holder} · {text.lines(one.lines)}
                  </p>
                  <Outcome statement={one} />
                </li>
              ))}
            </ul>
          )
        }
      </Await>
      <More list={list} />
    </div>
  )
}
