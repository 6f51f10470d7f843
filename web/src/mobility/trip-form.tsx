import { logTripEndpoint } from '@morinowa/shared/mobility/contract.ts'
import type { TripPlace } from '@morinowa/shared/mobility/trip-place.ts'
import type { Logged } from '@morinowa/shared/reductions/contract.ts'
import { Purpose } from '@morinowa/shared/methodology/ask.ts'
import { type Mode, MODES } from '@morinowa/shared/methodology/mode.ts'
import { useState } from 'react'
import { instantOf, today, wallClock } from '../app/clock.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { useModeChoices } from '../methodology/mode-choices.ts'
import { useEstimate } from '../methodology/queries.ts'
import { LoggedNote } from '../reductions/logged-note.tsx'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, NumberField, SelectField, TextField, Tiles } from '../ui/field.tsx'
import { Card } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { Disclosure, Stat } from '../ui/stat.tsx'
import { LegDistanceNote, useLegDistance } from './leg-distance.tsx'
import { TravelPlaceField } from './travel-place-field.tsx'

const COMMON = ['rail', 'bus', 'bicycle', 'walk', 'metro', 'shinkansen', 'carpool', 'car'] as const satisfies Mode[]
const REST = MODES.filter((mode) => !(COMMON as readonly Mode[]).includes(mode))
const ALTERNATIVES = ['car', 'taxi', 'plane', 'bus', 'rail'] as const satisfies Mode[]
const OPEN = 'open'
const OTHER = 'other'
const FIRST_OTHER: Mode = 'tram'

// Door to door, kilometres an hour: only fills the duration in until the person knows better.
const SPEEDS: Partial<Record<Mode, number>> = { walk: 4.5, bicycle: 13, eBike: 16, shinkansen: 180, plane: 400 }
const USUAL_SPEED = 30

/** A trip in three presses: mode, distance, done; when and why can be said too. */
export function TripForm() {
  const { log } = useText()
  const [logged, setLogged] = useState<Logged>()
  if (logged) return <LoggedNote logged={logged} onAgain={() => setLogged(undefined)} titles={log} />
  return <Form onLogged={setLogged} />
}

type Trip = {
  mode: Mode
  km: number
  byPlaces: boolean
  from: TripPlace | null
  to: TripPlace | null
  startedAt: string | null
  minutes: number | null
  purpose: string
  alternative: string
}

const first: Trip = {
  mode: 'rail',
  km: 10,
  byPlaces: false,
  from: null,
  to: null,
  startedAt: null,
  minutes: null,
  purpose: OPEN,
  alternative: OPEN,
}

function Form({ onLogged }: { onLogged: (logged: Logged) => void }) {
  const { log, travel } = useText()
  const format = useFormat()
  const [trip, setTrip] = useState(first)
  const change = (part: Partial<Trip>) => setTrip((before) => ({ ...before, ...part }))
  const logTrip = useCommand(logTripEndpoint, { makesStale: ['/me/summary', '/me/reductions'] })
  const common = useModeChoices(COMMON)
  const rest = useModeChoices(REST)
  const alternatives = useModeChoices(ALTERNATIVES)

  const isOther = REST.includes(trip.mode)
  const [startDay] = (trip.startedAt ?? today()).split('T')
  const measured = useLegDistance({ mode: trip.mode, from: trip.from, to: trip.to, day: startDay ?? today() })
  const measuredM = trip.byPlaces ? measured.data?.legs[0]?.distanceM : undefined
  const km = measuredM === undefined ? trip.km : measuredM / 1_000
  const minutes = trip.minutes ?? Math.max(1, Math.round((km / (SPEEDS[trip.mode] ?? USUAL_SPEED)) * 60))
  const startedAt = trip.startedAt ?? wallClock(-minutes)

  function submit() {
    const { mode, km, byPlaces, from, to, purpose, alternative } = trip
    const places = { ...(from && { from }), ...(to && { to }) }
    logTrip.mutate(
      {
        body: {
          startedAt: instantOf(startedAt),
          endedAt: instantOf(startedAt, minutes),
          legs: [
            {
              mode,
              ...(byPlaces ? places : { distanceM: metres(km) }),
              ...(mode === 'carpool' && { occupants: 2 }),
            },
          ],
          ...(purpose !== OPEN && { purpose: purpose as Purpose }),
          ...(alternative !== OPEN && { declaredAlternative: alternative }),
        },
      },
      { onSuccess: onLogged },
    )
  }

  return (
    <AskForm error={logTrip.error} onSubmit={submit} className="grid gap-6 lg:grid-cols-[1.4fr_1fr]">
      <div className="grid content-start gap-5">
        <Tiles
          name="legs/0/mode"
          label={log.mode}
          choices={[...common, { id: OTHER, label: log.otherMode, icon: 'plus' }]}
          value={isOther ? OTHER : trip.mode}
          onChange={(mode) => change({ mode: mode === OTHER ? FIRST_OTHER : (mode as Mode) })}
        />
        {isOther && (
          <SelectField
            name="otherMode"
            label={log.otherMode}
            choices={rest}
            value={trip.mode}
            onChange={(mode) => change({ mode: mode as Mode })}
          />
        )}
        <Segments
          label={log.by}
          choices={[
            { id: 'distance', label: log.byDistance },
            { id: 'places', label: log.byPlaces },
          ]}
          value={trip.byPlaces ? 'places' : 'distance'}
          onChange={(by) => change({ byPlaces: by === 'places' })}
        />
        {trip.byPlaces ? (
          <>
            <TravelPlaceField
              name="legs/0/from"
              label={log.from}
              mode={trip.mode}
              onChange={(from) => change({ from })}
            />
            <TravelPlaceField
              name="legs/0/to"
              label={log.to}
              description={travel.note}
              mode={trip.mode}
              onChange={(to) => change({ to })}
            />
            <LegDistanceNote measured={measured} />
          </>
        ) : (
          <NumberField
            name="legs/0/distanceM"
            label={log.distance}
            unit="km"
            decimals={1}
            minValue={0.1}
            maxValue={20_000}
            value={trip.km}
            onChange={(km) => change({ km: Number.isFinite(km) ? km : 0.1 })}
          />
        )}
        <Disclosure title={log.details(format.time(instantOf(startedAt)))}>
          <div className="grid gap-5 pt-2">
            <TextField
              name="startedAt"
              type="datetime-local"
              label={log.startedAt}
              value={startedAt}
              onChange={(at) => change({ startedAt: at })}
            />
            <NumberField
              name="endedAt"
              label={log.minutes}
              unit={log.minutesUnit}
              minValue={1}
              maxValue={4_320}
              value={minutes}
              onChange={(given) => change({ minutes: Number.isFinite(given) ? given : null })}
            />
            <SelectField
              name="purpose"
              label={log.purpose}
              choices={[
                { id: OPEN, label: log.purposeOpen },
                ...Purpose.options.map((id) => ({ id, label: log.purposes[id] })),
              ]}
              value={trip.purpose}
              onChange={(purpose) => change({ purpose })}
            />
            <SelectField
              name="declaredAlternative"
              label={log.alternative}
              choices={[{ id: OPEN, label: log.alternativeOpen }, ...alternatives]}
              value={trip.alternative}
              onChange={(alternative) => change({ alternative })}
            />
          </div>
        </Disclosure>
      </div>
      <div className="grid content-start gap-4">
        <Card className="sticky bottom-20 z-10 flex items-center justify-between gap-4 shadow-1 lg:top-20 lg:bottom-auto lg:grid lg:shadow-none">
          {(!trip.byPlaces || measuredM !== undefined) && <Live trip={{ ...trip, km }} />}
          <Button type="submit" icon="check" isPending={logTrip.isPending} className="max-lg:shrink-0">
            {log.submit}
          </Button>
        </Card>
        <p className="text-std-16N-170 text-soft">{log.selfDeclared}</p>
      </div>
    </AskForm>
  )
}

function Live({ trip }: { trip: Trip }) {
  const { log } = useText()
  const estimate = useEstimate({
    type: 'mobility.trip',
    occurredOn: today(),
    evidence: 'E0',
    legs: [{ mode: trip.mode, distanceM: metres(trip.km), ...(trip.mode === 'carpool' && { occupants: 2 }) }],
    declaredAlternative: trip.alternative === OPEN ? null : trip.alternative,
    ...(trip.purpose !== OPEN && { purpose: trip.purpose as Purpose }),
  })
  return (
    <div aria-live="polite">
      <Await query={estimate}>
        {({ shownG }) => (
          <Stat
            label={shownG < 0 ? log.liveMore : log.live}
            grams={Math.abs(shownG)}
            colour={shownG < 0 ? 'text-emitted' : 'text-reduced'}
            period={log.versus}
            certainty="estimated"
          />
        )}
      </Await>
    </div>
  )
}

const metres = (km: number) => Math.max(1, Math.round(km * 1_000))
