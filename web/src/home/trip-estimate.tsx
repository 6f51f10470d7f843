import { today } from '../app/clock.ts'
import type { Evidence } from '@morinowa/shared/methodology/evidence.ts'
import type { Mode } from '@morinowa/shared/methodology/mode.ts'
import { useState } from 'react'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Explanation } from '../methodology/explanation.tsx'
import { useModeChoices } from '../methodology/mode-choices.ts'
import { useEstimate } from '../methodology/queries.ts'
import { Await } from '../ui/await.tsx'
import { NumberField, SelectField, Tiles } from '../ui/field.tsx'
import { Card, Section } from '../ui/page.tsx'
import { How, Stat } from '../ui/stat.tsx'

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
  const estimate = useEstimate({
    type: 'mobility.trip',
    occurredOn: today(),
    evidence,
    legs: [{ mode, distanceM }],
    declaredAlternative: alternative === OPEN ? null : alternative,
  })

  return (
    <Section title={home.estimate.title} lead={home.estimate.lead}>
      <Card className="grid gap-8 lg:grid-cols-[1fr_1fr]">
        <div className="grid content-start gap-5">
          <Tiles
            name="mode"
            label={home.estimate.mode}
            choices={modes}
            value={mode}
            onChange={(chosen) => setMode(chosen as Mode)}
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
        <div aria-live="polite" className="min-w-0 content-start">
          <Await query={estimate}>
            {(found) => (
              <div className="grid gap-5">
                <Stat
                  size="big"
                  colour={found.shownG < 0 ? 'text-emitted' : 'text-reduced'}
                  label={found.shownG < 0 ? home.estimate.shownNegative : home.estimate.shown}
                  grams={Math.abs(found.shownG)}
                  period={home.estimate.against(format.km(distanceM))}
                  certainty="estimated"
                />
                <div className="grid gap-5 border-t border-line pt-5 sm:grid-cols-2">
                  <Stat label={home.estimate.credited} grams={found.creditedG} period={home.estimate.creditedNote} />
                  <Stat
                    label={home.estimate.emitted}
                    grams={found.emittedG}
                    colour="text-emitted"
                    period={home.estimate.against(format.km(distanceM))}
                  />
                </div>
                <p className="text-std-16N-170 text-soft">{home.estimate.twoNumbers}</p>
              </div>
            )}
          </Await>
        </div>
        {estimate.data && (
          <div className="border-t border-line pt-2 lg:col-span-2">
            <How title={home.estimate.why}>
              <Explanation of={estimate.data} />
            </How>
          </div>
        )}
      </Card>
    </Section>
  )
}
