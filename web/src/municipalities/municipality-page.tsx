import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { useSession } from '../app/session.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { AreaMap } from '../map/area-map.tsx'
import { Await } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { Page, Section } from '../ui/page.tsx'
import { AreaSummarySheet } from './area-summary.tsx'
import { areaGeometryQuery, mapGeometryOf } from './geometry-query.ts'
import { PlaceField } from './place-field.tsx'
import { PlaceName } from './place-name.tsx'
import { useAreaMonth, useAreaNames } from './area-queries.ts'
import { lastWholeMonth } from './last-month.ts'

export function MunicipalityPage() {
  const { areas } = useText()
  return (
    <Page
      title={areas.own.title}
      lead={areas.own.lead}
      actions={
        <ButtonLink to="/map" look="secondary" icon="map">
          {areas.own.onMap}
        </ButtonLink>
      }
    >
      <For kinds={['municipality']}>
        <Own />
      </For>
    </Page>
  )
}

function Own() {
  const { areas } = useText()
  const { acting } = useSession()
  const own = acting?.municipalityCode ?? null
  const [other, setOther] = useState<string | null>(null)
  const code = other ?? own
  const text = areas.own
  return (
    <>
      {own === null && (
        <Note tone="wait" title={text.noMunicipality}>
          {text.noMunicipalityLead}
        </Note>
      )}
      {code !== null && (
        <Section
          title={<PlaceName code={code} />}
          actions={
            other !== null &&
            own !== null && (
              <Button look="quiet" icon="back" onPress={() => setOther(null)}>
                {text.back}
              </Button>
            )
          }
        >
          <div className="grid gap-6">
            <AreaSummarySheet key={code} code={code} />
            <Neighbourhood code={code} onSelect={setOther} />
          </div>
        </Section>
      )}
      <div className="max-w-xl print:hidden">
        <PlaceField
          key={other ?? 'none'}
          name="other"
          label={text.other}
          onChange={(chosen) => chosen && setOther(chosen)}
        />
      </div>
    </>
  )
}

/** The town among its neighbours. */
function Neighbourhood({ code, onSelect }: { code: string; onSelect: (code: string) => void }) {
  const { areas } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const geometry = useQuery(areaGeometryQuery)
  const month = lastWholeMonth()
  const cells = useAreaMonth(month, '')
  const nameOf = useAreaNames()
  const values = useMemo(
    () => new Map((cells.data ?? []).map((cell) => [cell.code, cell.reducedCreditedG])),
    [cells.data],
  )
  const focus = useMemo(() => [code], [code])
  return (
    <Await query={geometry}>
      {(found) => (
        <AreaMap
          label={areas.map.label}
          geometry={mapGeometryOf(found, language)}
          values={values}
          legend={{ title: areas.map.legend(format.month(month)), format: format.massText }}
          selected={code}
          onSelect={onSelect}
          nameOf={nameOf}
          focus={focus}
          className="h-96 print:hidden"
        />
      )}
    </Await>
  )
}
