import { checkLotEndpoint, type ForestLot, listForestLotsEndpoint } from '@morinowa/shared/forest/contract.ts'
import { listListingsEndpoint } from '@morinowa/shared/marketplace/contract.ts'
import { useState } from 'react'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { More } from '../ui/more.tsx'
import { Name } from '../ui/name.tsx'
import { Note } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { Facts } from '../ui/table.tsx'

/** Statements of holding that nobody has compared with their registry yet. */
export function CheckLots() {
  const { credits } = useText()
  const list = usePages<ForestLot>(listForestLotsEndpoint, { query: { proof: 'stated' } })
  const [done, setDone] = useState(false)
  const text = credits.operator.lots
  return (
    <Section title={credits.operator.tabs.lots} lead={text.lead}>
      <div className="grid gap-4">
        {done && <Note tone="good">{text.done}</Note>}
        <Await query={list}>
          {(lots) =>
            lots.length === 0 ? (
              <Empty icon="check" title={text.none}>
                {text.noneLead}
              </Empty>
            ) : (
              <ul className="grid items-start gap-4 lg:grid-cols-2">
                {lots.map((lot) => (
                  <StatedLot key={lot.id} lot={lot} onDone={() => setDone(true)} />
                ))}
              </ul>
            )
          }
        </Await>
        <More list={list} />
      </div>
    </Section>
  )
}

function StatedLot({ lot, onDone }: { lot: ForestLot; onDone: () => void }) {
  const { credits, forest } = useText()
  const format = useFormat()
  const check = useCommand(checkLotEndpoint, {
    makesStale: [listForestLotsEndpoint.path, listListingsEndpoint.path],
  })
  const text = credits.operator.lots
  const [note, setNote] = useState('')
  const statement = lot.statement as { issuedOn?: string; holder?: string; accountNumber?: string }

  function decide(result: 'checked' | 'refused') {
    const body = { result, ...(note.trim() !== '' && { note: note.trim() }) }
    check.mutate({ params: { id: lot.id }, body }, { onSuccess: onDone })
  }
  return (
    <li className="card grid gap-4 p-5">
      <div>
        <FamilyMark family={lot.family} />
        <h3 className="text-[1.125rem]">
          <Name>{lot.projectName}</Name>
        </h3>
        <p className="text-soft">
          <PlaceName code={lot.municipalityCode} /> · {forest.lots.vintage(lot.vintage)}
        </p>
      </div>
      <Facts
        facts={[
          [forest.lots.mass, format.exactMassText(lot.massG)],
          [
            forest.lots.serials,
            <>
              <code className="break-all">{lot.serials}</code>
              <span className={`block text-dns-14N-130 ${lot.serialsAgree ? 'text-good' : 'text-wait'}`}>
                {lot.serialsMassG === null
                  ? forest.lots.uncountable
                  : lot.serialsAgree
                    ? forest.lots.agree
                    : forest.lots.disagree}
              </span>
            </>,
          ],
          [text.issuedOn, statement.issuedOn ? format.day(statement.issuedOn) : '—'],
          [text.holder, statement.holder ?? '—'],
          [text.account, statement.accountNumber ?? '—'],
        ]}
      />
      <AskForm error={check.error} onSubmit={() => decide('checked')} className="grid gap-3">
        <TextField
          name="note"
          label={text.note}
          description={text.noteHelp}
          value={note}
          onChange={setNote}
          maxLength={500}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" icon="check" isPending={check.isPending}>
            {text.check}
          </Button>
          <Button look="danger" isPending={check.isPending} onPress={() => decide('refused')}>
            {text.refuse}
          </Button>
        </div>
      </AskForm>
    </li>
  )
}
