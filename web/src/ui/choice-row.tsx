import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'

/** One of a few, side by side: a filter of what is shown below. */
export function ChoiceRow({
  label,
  choices,
  value,
  onChange,
}: {
  label: string
  choices: readonly { id: string; label: string }[]
  value: string
  onChange: (id: string) => void
}) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [chosen] = keys
        if (chosen !== undefined) onChange(String(chosen))
      }}
      className="flex flex-wrap gap-2 print:hidden"
    >
      {choices.map((choice) => (
        <ToggleButton
          key={choice.id}
          id={choice.id}
          className="min-h-12 cursor-pointer rounded-full border border-edge bg-surface px-4 font-bold text-soft data-[hovered]:bg-mist data-[selected]:border-transparent data-[selected]:bg-solid data-[selected]:text-on-solid"
        >
          {choice.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
