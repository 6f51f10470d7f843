import { useText } from '../app/text.tsx'
import { HoldingField, useUsableHoldings } from '../credits/holding-field.tsx'
import { Button } from '../ui/button.tsx'
import { NumberField } from '../ui/field.tsx'
import type { FieldsProps, SourceDraft } from './scheme-draft.ts'

const MOST_SOURCES = 20

/** The lots that an emission is offset from, mixed by share. */
export function SourceFields({ draft: { sources }, onChange }: FieldsProps) {
  const { schemes, desk } = useText()
  const { count } = desk
  const holdings = useUsableHoldings()
  const change = (key: number, part: Partial<SourceDraft>) =>
    onChange({ sources: sources.map((one) => (one.key === key ? { ...one, ...part } : one)) })
  const [first] = sources
  if (!holdings.data || holdings.data.length === 0 || !first) {
    // Also the way to the market, where nothing is held.
    return (
      <HoldingField name="sources/0/lotId" label={schemes.create.reserve} value={null} onChange={() => undefined} />
    )
  }
  return (
    <fieldset className="grid gap-3 rounded-12 border border-line p-4">
      <legend className="px-2 font-bold">{count.sources}</legend>
      <p className="text-soft">{count.sourcesLead}</p>
      {sources.map(({ key, lotId, share }, i) => (
        <div key={key} className="grid gap-2 border-b border-line pb-3">
          <div className="grid items-start gap-3 sm:grid-cols-[2fr_1fr]">
            <HoldingField
              name={`sources/${i}/lotId`}
              label={sources.length === 1 ? schemes.create.reserve : count.source1(i + 1)}
              value={lotId}
              onChange={(holding) => change(key, { lotId: holding.lotId })}
            />
            {sources.length > 1 && (
              <NumberField
                name={`sources/${i}/share`}
                label={count.share}
                minValue={1}
                maxValue={1_000_000}
                value={share}
                onChange={(value) => change(key, { share: value })}
                isRequired
              />
            )}
          </div>
          {sources.length > 1 && (
            <Button
              look="quiet"
              icon="cross"
              className="justify-self-start"
              onPress={() => onChange({ sources: sources.filter((one) => one.key !== key) })}
            >
              {count.removeSource(i + 1)}
            </Button>
          )}
        </div>
      ))}
      {sources.length < Math.min(MOST_SOURCES, holdings.data.length) && (
        <Button
          look="secondary"
          icon="plus"
          className="justify-self-start"
          onPress={() => {
            const key = Math.max(...sources.map((one) => one.key)) + 1
            onChange({ sources: [...sources, { key, lotId: null, share: 1 }] })
          }}
        >
          {count.addSource}
        </Button>
      )}
    </fieldset>
  )
}
