import { type AreaFlows, areaFlowsEndpoint, type FlowEnd } from '@morinowa/shared/municipalities/flows-contract.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf, reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { saveReading } from '../app/save-file.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { nameOfAct } from '../reductions/act-name.ts'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Card } from '../ui/page.tsx'
import { type Ribbon, Ribbons } from '../ui/ribbons.tsx'
import { Table } from '../ui/table.tsx'
import { useAreaNames } from './area-queries.ts'

type Range = { from: string; to: string }

/** Where people went from a municipality and where they came from: a picture, and the same as a table. */
export function AreaFlowsCard({ code, range }: { code: string; range: Range }) {
  const { flows: text } = useText()
  const found = useQuery(reading(areaFlowsEndpoint, { params: { code }, query: range }))
  return (
    <Card>
      <div className="mb-3 flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="text-[1.125rem]">{text.title}</h3>
          <p className="max-w-prose text-soft">{text.lead}</p>
        </div>
        <SaveFlows code={code} range={range} />
      </div>
      <Await query={found}>
        {(flows) =>
          flows.within || flows.leaving.length + flows.arriving.length > 0 ? (
            <Found flows={flows} />
          ) : (
            <Empty icon="route" title={text.none}>
              {text.noneLead}
            </Empty>
          )
        }
      </Await>
    </Card>
  )
}

function SaveFlows({ code, range }: { code: string; range: Range }) {
  const { flows: text } = useText()
  const path = addressOf(areaFlowsEndpoint.path, { params: { code }, query: range }).replace('/api/v1', '')
  const save = useMutation({
    mutationFn: ([type, ending]: readonly [string, string]) =>
      saveReading(path, `morinowa-flows-${code}-${range.from}-${range.to}.${ending}`, type),
  })
  return (
    <div className="flex flex-wrap gap-2 print:hidden">
      <RefusalNote error={save.error} />
      {(
        [
          [text.csv, ['text/csv', 'csv']],
          [text.geoJson, ['application/geo+json', 'geojson']],
        ] as const
      ).map(([label, form]) => (
        <Button
          key={label}
          look="secondary"
          icon="download"
          isPending={save.isPending && save.variables[1] === form[1]}
          onPress={() => save.mutate(form)}
        >
          {label}
        </Button>
      ))}
    </div>
  )
}

const RIBBONS = 6
const ROWS_AT_ONCE = 10

function Found({ flows }: { flows: AreaFlows }) {
  const { flows: text, methodology } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const nameOf = useAreaNames()
  const [most, setMost] = useState(ROWS_AT_ONCE)
  const count = (trips: number) => text.tripCount(format.number(trips))
  const here = flows.name[language]
  const ribbon = (id: string, label: string, value: number): Ribbon => ({ id, label, value, said: count(value) })
  const side = (ends: readonly FlowEnd[]): Ribbon[] => {
    const named = ends.slice(0, RIBBONS).map((end) => ribbon(end.code, end.name[language], end.acts))
    const others = ends.slice(RIBBONS)
    if (others.length === 0) return named
    const trips = others.reduce((sum, { acts }) => sum + acts, 0)
    return [...named, ribbon('others', text.others(format.number(others.length)), trips)]
  }
  const within = flows.within ? [ribbon('within', text.within, flows.within.acts)] : []
  const unplaced = flows.unplaced.acts > 0 ? [ribbon('unplaced', text.unplaced, flows.unplaced.acts)] : []
  const rows = [
    ...(flows.within ? [{ ...flows.within, direction: text.within }] : []),
    ...flows.leaving.map((end) => ({ ...end, direction: text.leaving })),
    ...flows.arriving.map((end) => ({ ...end, direction: text.arriving })),
  ].toSorted((a, b) => b.acts - a.acts)
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <Ribbons
        title={text.picture(here)}
        from={text.arriving}
        middle={here}
        to={text.leaving}
        incoming={[...within, ...side(flows.arriving)]}
        outgoing={[...within, ...side(flows.leaving), ...unplaced]}
      />
      <div className="grid min-w-0 gap-3">
        <Table
          caption={text.table}
          rows={rows.slice(0, most)}
          keyOf={({ direction, code }) => `${direction} ${code}`}
          columns={[
            {
              title: text.place,
              cell: ({ code, direction }) => (
                <>
                  {nameOf(code)}
                  <span className="block text-dns-14N-130 font-normal text-soft">{direction}</span>
                </>
              ),
              names: true,
            },
            {
              title: text.modes,
              cell: ({ byMode }) =>
                byMode
                  .slice(0, 3)
                  .map(({ mode }) => nameOfAct({ type: mode, mode }, methodology))
                  .join(language === 'ja' ? '、' : ', '),
            },
            { title: text.trips, cell: ({ acts }) => count(acts), align: 'end' },
            { title: text.reduced, cell: ({ reducedShownG }) => format.massText(reducedShownG), align: 'end' },
          ]}
        />
        {rows.length > most && (
          <Button look="quiet" onPress={() => setMost(rows.length)}>
            {text.rest(format.number(rows.length - most))}
          </Button>
        )}
      </div>
    </div>
  )
}
