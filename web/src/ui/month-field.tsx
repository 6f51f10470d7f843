import { Button } from 'react-aria-components'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { SelectField } from './field.tsx'
import { Icon } from './icon.tsx'

type MonthFieldProps = {
  name: string
  label: string
  isRequired?: boolean
  /** `YYYY-MM`, and the newest that can be chosen. */
  value: string
  newest: string
  onChange: (month: string) => void
}

const MONTHS = 36

/** The months back from the newest. */
function monthsBackFrom(newest: string): string[] {
  const [year = 0, month = 1] = newest.split('-').map(Number)
  return Array.from({ length: MONTHS }, (_, i) => new Date(Date.UTC(year, month - 1 - i, 1)).toISOString().slice(0, 7))
}

/** A month from a list, or one step back or on: browsers do not all have a field for months. */
export function MonthField({ name, label, isRequired = false, value, newest, onChange }: MonthFieldProps) {
  const { shell } = useText()
  const format = useFormat()
  const months = monthsBackFrom(newest)
  const at = months.indexOf(value)
  const step = (by: number) => {
    const next = months[at + by]
    if (next !== undefined) onChange(next)
  }
  const arrow =
    'grid min-h-12 w-12 shrink-0 cursor-pointer place-items-center rounded-full border border-edge bg-surface text-forest data-[disabled]:cursor-default data-[disabled]:opacity-40 data-[hovered]:bg-mist'
  return (
    <div className="flex items-end gap-2">
      <div className="min-w-36 flex-1">
        <SelectField
          name={name}
          label={label}
          isRequired={isRequired}
          isInline
          value={value}
          onChange={onChange}
          choices={months.map((id) => ({ id, label: format.month(id) }))}
        />
      </div>
      <Button
        aria-label={shell.number.before}
        isDisabled={at >= months.length - 1}
        onPress={() => step(1)}
        className={arrow}
      >
        <Icon name="next" className="size-4 rotate-180" />
      </Button>
      <Button aria-label={shell.number.after} isDisabled={at <= 0} onPress={() => step(-1)} className={arrow}>
        <Icon name="next" className="size-4" />
      </Button>
    </div>
  )
}
