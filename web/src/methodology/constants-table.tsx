import { CONSTANTS, type EngineConstant } from '@morinowa/shared/methodology/constants.ts'
import { type Format, useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'

/** The engine's numbers that are no factors, from the same table the engine in this browser uses. */
export function ConstantsTable() {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const words = methodologyPages.methods
  return (
    <Table
      caption={words.constants.title}
      rows={CONSTANTS}
      keyOf={({ key }) => key}
      columns={[
        {
          title: words.constants.name,
          names: true,
          cell: ({ name, note }) => (
            <>
              {name[language]}
              {note && <span className="block text-dns-14N-130 font-normal text-soft">{note[language]}</span>}
            </>
          ),
        },
        { title: words.constants.value, align: 'end', cell: (constant) => written(constant, format, words.hours) },
        {
          title: words.constants.standing,
          cell: ({ standing }) => (
            <Status tone={standing === 'ours' ? 'info' : 'wait'}>
              {standing === 'ours' ? words.constants.ours : words.constants.partly}
            </Status>
          ),
        },
      ]}
    />
  )
}

function written(
  { value, unit, key }: EngineConstant,
  format: Format,
  counted: { trips: string; lines: string },
): string {
  switch (unit) {
    case 'bp':
      // A coefficient multiplies, an error or a share is read as a percentage.
      return /^(evidence|uncertainty)\./.test(key) ? String(value / 10_000) : format.percent(value / 10_000)
    case 'g':
      return format.exactMassText(value)
    case 'm':
      return format.km(value)
    default:
      return `${format.number(value)} ${counted[unit]}`
  }
}
