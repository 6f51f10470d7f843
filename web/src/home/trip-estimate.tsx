import type { Ask } from '@morinowa/shared/methodology/ask.ts'
import type { Evidence } from '@morinowa/shared/methodology/evidence.ts'
import type { Mode } from '@morinowa/shared/methodology/mode.ts'
import { useState } from 'react'
import { today } from '../app/clock.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { BuyEstimate } from '../marketplace/buy-estimate.tsx'
import { Explanation } from '../methodology/explanation.tsx'
import { useModeChoices } from '../methodology/mode-choices.ts'
import { useEstimate } from '../methodology/queries.ts'
import { Await } from '../ui/await.tsx'
import { Bars } from '../ui/chart.tsx'
import { NumberField, SelectField, Tiles } from '../ui/field.tsx'
import { Disclosure, How, Stat } from '../ui/stat.tsx'

const MODES = ['rail', 'shinkansen', 'bus', 'bicycle', 'walk', 'taxi', 'plane', 'car'] as const satisfies Mode[]
const ALTERNATIVES = ['car', 'taxi', 'plane', 'bus', 'rail'] as const satisfies Mode[]
const OPEN = 'open'

/** A trip's grams without an account, live with every change, and why. */
export function TripEstimate() {
  const { home } = useText()
  const format = useFormat()
  const [mode, setMode] = useState<Mode>('rail')
  const [km, setKm] = useState(10)
  const [alternative, setAlternative] = useState<string>(OPEN)
  const [evidence, setEvidence] = useState<Evidence>('E3')
  const modes = useModeChoices(MODES)
  const alternatives = useModeChoices(ALTERNATIVES)
  const distanceM = Math.round(km * 1_000)
  const ask: Ask = {
    type: 'mobility.trip',
    occurredOn: today(),
    evidence,
    legs: [{ mode, distanceM }],
    declaredAlternative: alternative === OPEN ? null : (alternative as Mode),
  }
  const estimate = useEstimate(ask)
  const compared = alternatives.find(({ id }) => id === alternative)?.label ?? home.estimate.average

  return (
    <section aria-labelledby="estimate-title" className="grid gap-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="estimate-title" className="text-[1.25rem]">
          {home.estimate.ask}
        </h2>
        <p className="text-dns-14N-130 text-soft">{home.estimate.lead}</p>
      </div>
      <Tiles
        name="mode"
        label={home.estimate.mode}
        choices={modes}
        value={mode}
        onChange={(chosen) => setMode(chosen as Mode)}
        dense
      />
      <NumberField
        name="km"
        label={home.estimate.distance}
        unit="km"
        decimals={1}
        minValue={0.1}
        maxValue={3_000}
        value={km}
        onChange={(chosen) => setKm(Number.isFinite(chosen) ? chosen : 0.1)}
      />
      <div aria-live="polite" className="min-w-0 border-t border-line pt-4">
        <Await query={estimate}>
          {(found) => (
            <div className="grid gap-4">
              <div className="grid items-end gap-x-8 gap-y-4 sm:grid-cols-[auto_1fr]">
                <Stat
                  size="big"
                  colour={found.shownG < 0 ? 'text-emitted' : 'text-reduced'}
                  label={found.shownG < 0 ? home.estimate.shownNegative : home.estimate.shown}
                  grams={Math.abs(found.shownG)}
                  period={home.estimate.against(format.km(distanceM))}
                  certainty="estimated"
                />
                <Bars
                  title={home.estimate.bars}
                  bars={[
                    {
                      id: 'this',
                      label: home.estimate.thisTrip,
                      grams: found.emittedG,
                      colour: 'var(--color-emitted)',
                    },
                    {
                      id: 'compared',
                      label: compared,
                      grams: found.emittedG + found.shownG,
                      colour: 'var(--color-line)',
                    },
                  ]}
                />
              </div>
              <p className="text-dns-14N-130 leading-relaxed text-soft">
                <strong className="text-ink">
                  {home.estimate.credited} {format.exactMassText(found.creditedG)}
                </strong>
                <br />
                {home.estimate.twoNumbers}
              </p>
              <BuyEstimate
                ask={ask}
                emittedG={found.emittedG}
                name={`${modes.find(({ id }) => id === mode)?.label ?? ''} ${format.km(distanceM)}`}
              />
            </div>
          )}
        </Await>
      </div>
      <div className="-mt-2">
        <Disclosure icon="filter" title={home.estimate.conditions}>
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              name="alternative"
              label={home.estimate.alternative}
              choices={[{ id: OPEN, label: home.estimate.alternativeUnknown }, ...alternatives]}
              value={alternative}
              onChange={setAlternative}
            />
            <SelectField
              name="evidence"
              label={home.estimate.evidence}
              choices={(['E3', 'E0'] as const).map((id) => ({ id, label: home.estimate.evidences[id] }))}
              value={evidence}
              onChange={(chosen) => setEvidence(chosen as Evidence)}
            />
          </div>
        </Disclosure>
        {estimate.data && (
          <How title={home.estimate.why}>
            <Explanation of={estimate.data} />
          </How>
        )}
      </div>
    </section>
  )
}
