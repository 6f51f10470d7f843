import type { PublicScheme, Scheme } from '@morinowa/shared/schemes/contract.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { StackedBar } from '../ui/chart.tsx'
import { Note } from '../ui/note.tsx'

/** Below this share of what was set aside, somebody should add more. */
const LOW = 0.1

/** What stands in the scheme now: the fund in yen, or the tank of grams. */
export function SchemeStock({ scheme }: { scheme: Scheme | PublicScheme }) {
  const { schemes } = useText()
  const format = useFormat()
  const { tank } = schemes
  const { items, fundYen, attachedG, retiredG, availableG, reservedG, kind } = scheme
  // What was attached counts what is retired since as well.
  const waiting = Math.max(0, attachedG - retiredG)
  const isTank = kind === 'unit-attachment' || kind === 'stay-offset'
  return (
    <div className="grid gap-3">
      <p className="flex flex-wrap gap-x-6">
        <span>
          {tank.items} <strong className="figures text-[1.375rem]">{tank.count(format.number(items))}</strong>
        </span>
        {(kind === 'per-item-fund' || fundYen !== 0) && (
          <span>
            {tank.fund} <strong className="figures text-[1.375rem]">{format.yen(fundYen)}</strong>
          </span>
        )}
      </p>
      {kind !== 'per-item-fund' && (
        <StackedBar
          title={tank.title}
          parts={[
            {
              id: 'available',
              label: tank.available,
              grams: Math.max(0, availableG),
              colour: 'var(--color-reduced)',
            },
            { id: 'attached', label: tank.attached, grams: waiting, colour: 'var(--color-wait)' },
            { id: 'retired', label: tank.retired, grams: retiredG, colour: 'var(--color-offset)' },
          ]}
        />
      )}
      {kind === 'per-item-fund' && retiredG > 0 && (
        <p>
          {tank.retired} <strong className="figures">{format.exactMassText(retiredG)}</strong>
        </p>
      )}
      {'serialsDueG' in scheme && scheme.serialsDueG > 0 && (
        <Note tone="info">{tank.serials(format.exactMassText(scheme.serialsDueG))}</Note>
      )}
      {isTank && availableG <= 0 && <Note tone="bad">{tank.empty}</Note>}
      {isTank && availableG > 0 && availableG < reservedG * LOW && <Note tone="wait">{tank.low}</Note>}
    </div>
  )
}
