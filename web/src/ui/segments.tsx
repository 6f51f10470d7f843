import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'

/** A few views of the same thing; exactly one is shown. */
export function Segments({
  label,
  choices,
  value,
  onChange,
  isTitled = false,
}: {
  label: string
  choices: readonly { id: string; label: string }[]
  value: string
  onChange: (id: string) => void
  /** Shows the label above, as a form's fields have it. */
  isTitled?: boolean
}) {
  const group = (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        for (const key of keys) onChange(String(key))
      }}
      className="inline-flex w-fit max-w-full overflow-x-auto rounded-full border border-edge bg-surface p-0.5 print:hidden"
    >
      {choices.map(({ id, label: name }) => (
        <ToggleButton
          key={id}
          id={id}
          className="min-h-11 cursor-pointer rounded-full px-4 whitespace-nowrap data-[hovered]:bg-mist data-[selected]:bg-solid data-[selected]:font-bold data-[selected]:text-on-solid"
        >
          {name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
  if (!isTitled) return group
  return (
    <div className="grid gap-3">
      <p className="font-bold">{label}</p>
      {group}
    </div>
  )
}
