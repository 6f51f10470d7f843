import { useEffect, useState } from 'react'
import { Button, ComboBox, Group, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { box, Caption, Help } from './field.tsx'

type ComboFieldProps = {
  name: string
  label: string
  description?: string | undefined
  isRequired?: boolean
  choices: readonly { id: string; label: string }[]
  value: string | null
  onChange: (id: string | null) => void
  /** What was typed, so that the choices can follow it. */
  onType: (text: string) => void
}

/** One of very many: typing narrows the list, which its owner provides. */
export function ComboField({
  label,
  description,
  isRequired,
  choices,
  value,
  onChange,
  onType,
  ...rest
}: ComboFieldProps) {
  const chosen = choices.find(({ id }) => id === value)?.label
  const [typed, setTyped] = useState('')

  // A value that came from elsewhere (a draft, an example) is shown once its name is known.
  useEffect(() => {
    if (chosen !== undefined) setTyped(chosen)
  }, [chosen])

  return (
    <ComboBox
      {...rest}
      {...(isRequired && { isRequired })}
      items={choices}
      value={value}
      onChange={(key) => onChange(key === null ? null : String(key))}
      inputValue={typed}
      onInputChange={(text) => {
        setTyped(text)
        onType(text)
      }}
      allowsEmptyCollection
      menuTrigger="input"
    >
      <Caption label={label} isRequired={isRequired} />
      <Group className="flex">
        <Input className={`${box} rounded-e-none border-e-0`} />
        <Button className="min-h-12 w-12 shrink-0 cursor-pointer rounded-e-8 border border-edge bg-mist">
          <span aria-hidden="true">▾</span>
        </Button>
      </Group>
      <Help description={description} />
      <Popover className="max-h-80 min-w-(--trigger-width) overflow-auto rounded-12 border border-line bg-surface p-1 shadow-2">
        <ListBox<{ id: string; label: string }>>
          {({ id, label: name }) => (
            <ListBoxItem
              id={id}
              textValue={name}
              className="flex min-h-12 cursor-pointer items-center rounded-8 px-3 data-[focused]:bg-mist data-[selected]:font-bold"
            >
              {name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
