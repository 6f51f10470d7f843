import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { type AreaCell, areaMapEndpoint } from '@morinowa/shared/municipalities/sums-contract.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { addressOf } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { saveReading } from '../app/save-file.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { AreaMap } from '../map/area-map.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { MonthField } from '../ui/month-field.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { Disclosure, Stat } from '../ui/stat.tsx'
import { Table } from '../ui/table.tsx'
import { useAreaMonth, useAreaNames } from './area-queries.ts'
import { AreaSummarySheet } from './area-summary.tsx'
import { areaGeometryQuery, mapGeometryOf } from './geometry-query.ts'
import { lastWholeMonth } from './last-month.ts'
import { PlaceName } from './place-name.tsx'

type PoolFilter = '' | 'mobility' | 'destinations'
type Measure = 'reducedCreditedG' | 'reducedShownG'

export function MapPage() {
  const { areas } = useText()
  const [month, setMonth] = useState(lastWholeMonth)
  const [pool, setPool] = useState<PoolFilter>('')
  const [measure, setMeasure] = useState<Measure>('reducedCreditedG')
  const [selected, setSelected] = useState<string | null>(null)
  const text = areas.map
  return (
    <Page title={text.title} lead={text.lead}>
      <div className="grid gap-5">
        <div className="flex flex-wrap items-end gap-x-5 gap-y-3 print:hidden">
          <MonthField
            name="month"
            label={text.month}
            value={month}
            newest={dayOf(new Date().toISOString()).slice(0, 7)}
            onChange={setMonth}
          />
          <Segments
            label={text.pool}
            value={pool}
            onChange={(chosen) => setPool(chosen as PoolFilter)}
            choices={[
              { id: '', label: text.all },
              { id: 'mobility', label: text.pools.mobility },
              { id: 'destinations', label: text.pools.destinations },
            ]}
          />
          <Segments
            label={text.measure}
            value={measure}
            onChange={(chosen) => setMeasure(chosen as Measure)}
            choices={[
              { id: 'reducedCreditedG', label: text.measures.credited },
              { id: 'reducedShownG', label: text.measures.shown },
            ]}
          />
        </div>
        <Month month={month} pool={pool} measure={measure} selected={selected} onSelect={setSelected} />
      </div>
      {selected === null ? (
        <p className="text-soft">{text.choose}</p>
      ) : (
        <Section
          title={text.selected}
          lead={<PlaceName code={selected} />}
          actions={
            <Button look="quiet" icon="cross" onPress={() => setSelected(null)}>
              {text.close}
            </Button>
          }
        >
          <AreaSummarySheet key={selected} code={selected} />
        </Section>
      )}
    </Page>
  )
}

type MonthProps = {
  month: string
  pool: PoolFilter
  measure: Measure
  selected: string | null
  onSelect: (code: string) => void
}

function Month({ month, pool, measure, selected, onSelect }: MonthProps) {
  const { areas } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const geometry = useQuery(areaGeometryQuery)
  const cells = useAreaMonth(month, pool)
  const nameOf = useAreaNames()
  const text = areas.map
  const values = useMemo(
    () => new Map((cells.data ?? []).map((cell) => [cell.code, cell[measure]])),
    [cells.data, measure],
  )
  const title = measure === 'reducedCreditedG' ? text.legend : text.legendShown
  const published = [...values.values()].filter((grams) => grams !== null)
  return (
    <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      {published.length > 0 && (
        <div className="lg:col-span-2" role="status">
          <Stat
            size="big"
            colour="text-reduced"
            label={title(format.month(month))}
            grams={published.reduce((sum, grams) => sum + grams, 0)}
            period={text.sumOf(format.number(published.length))}
          />
        </div>
      )}
      <Await query={geometry}>
        {(found) => (
          <AreaMap
            label={text.label}
            geometry={mapGeometryOf(found, language)}
            values={values}
            legend={{ title: title(format.month(month)), format: format.massText }}
            selected={selected}
            onSelect={onSelect}
            nameOf={nameOf}
          />
        )}
      </Await>
      <Await query={cells}>
        {(found) => (
          <AreaTable month={month} pool={pool} measure={measure} cells={found} nameOf={nameOf} onSelect={onSelect} />
        )}
      </Await>
    </div>
  )
}

const ROWS_AT_ONCE = 25

type Published = AreaCell & { reducedCreditedG: number }

function AreaTable({
  month,
  pool,
  measure,
  cells,
  nameOf,
  onSelect,
}: Omit<MonthProps, 'selected'> & { cells: readonly AreaCell[]; nameOf: (code: string) => string }) {
  const { areas } = useText()
  const format = useFormat()
  const text = areas.map
  const [sought, setSought] = useState('')
  const [most, setMost] = useState(ROWS_AT_ONCE)
  const published = cells.filter((cell): cell is Published => cell.reducedCreditedG !== null)
  const found = published
    .filter(({ code }) => sought.trim() === '' || nameOf(code).toLowerCase().includes(sought.trim().toLowerCase()))
    .toSorted((a, b) => (b[measure] ?? 0) - (a[measure] ?? 0))
  const save = useMutation({
    mutationFn: ([type, ending]: readonly [string, string]) =>
      saveReading(
        addressOf(areaMapEndpoint.path, { query: { month, ...(pool !== '' && { pool }) } }).replace('/api/v1', ''),
        `morinowa-map-${month}.${ending}`,
        type,
      ),
  })
  return (
    <section className="grid min-w-0 gap-4">
      <div>
        <h2 className="text-[1.25rem]">{text.table}</h2>
        {published.length > 0 && <p className="phrase mt-1 text-soft">{text.tableLead}</p>}
      </div>
      {published.length === 0 ? (
        <Empty icon="map" title={text.none}>
          {text.noneLead}
        </Empty>
      ) : (
        <>
          {published.length > ROWS_AT_ONCE && (
            <TextField name="sought" type="search" label={text.search} value={sought} onChange={setSought} />
          )}
          {found.length === 0 ? (
            <p role="status">{text.noneFound}</p>
          ) : (
            <Table
              caption={text.table}
              rows={found.slice(0, most)}
              keyOf={({ code }) => code}
              columns={[
                {
                  title: text.place,
                  cell: ({ code }) => (
                    <button
                      type="button"
                      onClick={() => onSelect(code)}
                      className="link -my-2 min-h-12 cursor-pointer text-start"
                    >
                      {nameOf(code)}
                    </button>
                  ),
                  names: true,
                },
                {
                  title: measure === 'reducedCreditedG' ? text.credited : text.shown,
                  cell: (cell) => format.massText(cell[measure] ?? 0),
                  align: 'end',
                },
                {
                  title: text.contributed,
                  cell: ({ contributedG }) => format.massText(contributedG ?? 0),
                  align: 'end',
                },
                {
                  title: text.people,
                  cell: ({ people }) => (people === '<10' ? text.few : format.number(people)),
                  align: 'end',
                },
              ]}
            />
          )}
          {found.length > most && (
            <Button look="secondary" onPress={() => setMost(most + 100)}>
              {text.rest(format.number(found.length - most))}
            </Button>
          )}
        </>
      )}
      {published.length > 0 && (
        <div className="flex flex-wrap gap-x-6">
          <Button
            look="quiet"
            icon="download"
            isPending={save.isPending}
            onPress={() => save.mutate(['text/csv', 'csv'])}
          >
            {text.csv}
          </Button>
          <Button
            look="quiet"
            icon="download"
            isPending={save.isPending}
            onPress={() => save.mutate(['application/geo+json', 'geojson'])}
          >
            GeoJSON
          </Button>
        </div>
      )}
      <RefusalNote error={save.error} />
      <Disclosure title={`${text.withheld(format.number(cells.length - published.length))} — ${text.withheldTitle}`}>
        <p className="max-w-prose">{text.withheldLead}</p>
      </Disclosure>
    </section>
  )
}
