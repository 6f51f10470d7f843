import { useEffect, useState } from 'react'
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { useText } from '../app/text.tsx'
import type { Choice } from './field.tsx'
import { Help } from './help.tsx'
import { Icon } from './icon.tsx'
import { named } from './name.tsx'

type SearchFieldProps = {
  name: string
  label: string
  description?: string | undefined
  isRequired?: boolean | undefined
  placeholder?: string
  /** What fits the text typed so far; the search itself is the caller's. */
  choices: readonly Choice[]
  /** Said when nothing fits. */
  none: string
  onType: (text: string) => void
  /** What is chosen, where the owner of the field keeps it; its choice must then be among the choices. */
  value?: string | null | undefined
  onChange: (id: string | null) => void
}

/** One of very many, found by typing. */
export function SearchField({
  name,
  label,
  description,
  isRequired = false,
  placeholder = '',
  choices,
  none,
  onType,
  value,
  onChange,
}: SearchFieldProps) {
  const { shell } = useText()
  const chosen = value === undefined ? undefined : choices.find(({ id }) => id === value)?.label
  const [typed, setTyped] = useState('')

  // A value that was kept (a draft, one's own town) shows its name once that is known.
  useEffect(() => {
    if (chosen !== undefined) setTyped(chosen)
  }, [chosen])

  return (
    <ComboBox
      className="group/field"
      name={name}
      items={choices}
      {...(value !== undefined && { value, inputValue: typed })}
      isRequired={isRequired}
      allowsEmptyCollection
      // The choices fit already; they need not contain the typed letters (kana, romaji, codes).
      defaultFilter={() => true}
      menuTrigger="input"
      onInputChange={(text) => {
        setTyped(text)
        onType(text)
      }}
      onChange={(key) => {
        // Together with the value: a text that follows later would open the list again.
        const name = choices.find(({ id }) => id === key)?.label
        if (name !== undefined) setTyped(name)
        onChange(key === null ? null : String(key))
      }}
    >
      <Label className="mb-1 flex flex-wrap items-center gap-2 font-bold">
        {label}
        {isRequired && <span className="text-dns-14N-130 font-normal text-bad">※{shell.states.required}</span>}
      </Label>
      <div className="flex">
        <Input
          placeholder={placeholder}
          className="min-h-12 w-full min-w-0 rounded-s-8 border border-e-0 border-edge bg-surface px-3 py-2 text-ink placeholder:text-soft data-[invalid]:border-bad"
        />
        <Button className="grid min-h-12 w-12 place-items-center shrink-0 cursor-pointer rounded-e-8 border border-edge bg-mist">
          <Icon name="down" className="size-4" />
        </Button>
      </div>
      <Help description={description} />
      <Popover className="max-h-80 min-w-(--trigger-width) overflow-auto rounded-12 border border-line bg-surface p-1 shadow-2">
        <ListBox<Choice> renderEmptyState={() => <p className="px-3 py-2 text-soft">{none}</p>}>
          {(choice) => (
            <ListBoxItem
              id={choice.id}
              textValue={choice.label}
              className="flex min-h-12 cursor-pointer flex-wrap items-baseline gap-x-2 rounded-8 px-3 py-2 outline-none data-[focused]:bg-mist data-[selected]:font-bold"
            >
              <Text slot="label">{named(choice.label)}</Text>
              {choice.description && (
                <Text slot="description" className="text-dns-14N-130 text-soft">
                  {choice.description}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
