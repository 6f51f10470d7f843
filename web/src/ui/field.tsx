import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import {
  Button,
  Checkbox,
  CheckboxGroup,
  Form,
  Group,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  NumberField as AriaNumberField,
  Popover,
  Radio,
  RadioGroup,
  Select,
  SelectValue,
  Switch as AriaSwitch,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components'
import { ProblemError } from '../app/api-client.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Help } from './help.tsx'
import { Icon, type IconName } from './icon.tsx'
import { RefusalNote } from './note.tsx'

const box =
  'min-h-12 w-full rounded-8 border border-edge bg-surface px-3 py-2 text-ink placeholder:text-soft data-[invalid]:border-bad data-[disabled]:opacity-60'

type Common = {
  /** The JSON Pointer of the value in the body without its first slash (`massG`, `legs/0/distanceM`). */
  name: string
  label: string
  description?: string | undefined
  isRequired?: boolean
  isDisabled?: boolean
  /** No line is kept free below it for a fault: it stands in a row with a button, or leaving it cannot be a fault. */
  isInline?: boolean
}

function Caption({ label, isRequired }: { label: string; isRequired?: boolean | undefined }) {
  const { shell } = useText()
  return (
    <Label className="mb-1 flex flex-wrap items-center gap-2 font-bold">
      {label}
      {isRequired && <span className="text-dns-14N-130 font-normal text-bad">※{shell.states.required}</span>}
    </Label>
  )
}

type TextFieldProps = Common & {
  type?: 'text' | 'email' | 'password' | 'date' | 'datetime-local' | 'month' | 'search' | 'url'
  value?: string
  defaultValue?: string
  onChange?: (value: string) => void
  autoComplete?: string
  placeholder?: string
  maxLength?: number
  minLength?: number
  /** More than one line. */
  rows?: number
}

export function TextField({
  label,
  description,
  isRequired,
  placeholder = '',
  rows,
  isInline = false,
  ...rest
}: TextFieldProps) {
  return (
    <AriaTextField className="group/field" {...rest} {...(isRequired && { isRequired })}>
      <Caption label={label} isRequired={isRequired} />
      {rows ? (
        <TextArea className={box} rows={rows} placeholder={placeholder} />
      ) : (
        <Input className={box} placeholder={placeholder} />
      )}
      <Help description={description} type={rest.type} isInline={isInline} />
    </AriaTextField>
  )
}

type NumberFieldProps = Common & {
  value?: number
  defaultValue?: number
  onChange?: (value: number) => void
  minValue?: number
  maxValue?: number
  step?: number
  /** Written after the number: km, kg, 円. */
  unit?: string
  decimals?: number
}

/** A number with its unit and two buttons; full-width digits are understood too. */
export function NumberField({
  label,
  description,
  isRequired,
  unit,
  decimals = 0,
  isInline = !isRequired,
  ...rest
}: NumberFieldProps) {
  return (
    <AriaNumberField
      className="group/field"
      {...rest}
      {...(isRequired && { isRequired })}
      formatOptions={{ maximumFractionDigits: decimals }}
      isWheelDisabled
    >
      <Caption label={label} isRequired={isRequired} />
      <Group className="flex items-stretch">
        <Button
          slot="decrement"
          className="min-h-12 w-12 shrink-0 cursor-pointer rounded-s-8 border border-edge bg-mist text-xl"
        >
          −
        </Button>
        <Input className={`${box} figures min-w-0 !rounded-none border-x-0 text-center text-lg font-bold`} />
        {unit && (
          <span className="flex min-w-12 shrink-0 items-center justify-center border-y border-edge bg-surface px-2 text-soft">
            {unit}
          </span>
        )}
        <Button
          slot="increment"
          className="min-h-12 w-12 shrink-0 cursor-pointer rounded-e-8 border border-edge bg-mist text-xl"
        >
          ＋
        </Button>
      </Group>
      <Help description={description} isInline={isInline} />
    </AriaNumberField>
  )
}

export type Choice = { id: string; label: string; icon?: IconName; description?: string }

type ChoiceFieldProps = Common & {
  choices: readonly Choice[]
  value?: string | null
  defaultValue?: string
  onChange?: (value: string) => void
  placeholder?: string
}

/** One of many, from a list that opens. */
export function SelectField({
  label,
  description,
  isRequired,
  choices,
  value,
  defaultValue,
  onChange,
  placeholder = '—',
  isInline = !isRequired,
  ...rest
}: ChoiceFieldProps) {
  return (
    <Select
      className="group/field"
      {...rest}
      {...(isRequired && { isRequired })}
      {...(value !== undefined && { value })}
      {...(defaultValue !== undefined && { defaultValue })}
      {...(onChange && { onChange: (key) => onChange(String(key)) })}
      placeholder={placeholder}
    >
      <Caption label={label} isRequired={isRequired} />
      <Button className={`${box} flex cursor-pointer items-center justify-between gap-2 text-start`}>
        <SelectValue className="min-w-0 truncate data-[placeholder]:text-soft" />
        <Icon name="down" className="size-4" />
      </Button>
      <Help description={description} isInline={isInline} />
      <Popover className="max-h-80 min-w-(--trigger-width) overflow-auto rounded-12 border border-line bg-surface p-1 shadow-2">
        <ListBox items={choices}>
          {(choice) => (
            <ListBoxItem
              id={choice.id}
              textValue={choice.label}
              className="flex min-h-12 cursor-pointer items-center gap-2 rounded-8 px-3 py-1 outline-none data-[focused]:bg-mist data-[selected]:font-bold data-[selected]:text-forest"
            >
              {choice.icon && <Icon name={choice.icon} />}
              <span>
                <Text slot="label">{choice.label}</Text>
                {choice.description && (
                  <Text slot="description" className="block text-dns-14N-130 font-normal text-soft">
                    {choice.description}
                  </Text>
                )}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}

/** One of a few, as tiles for a thumb; `wide` ones have room for a sentence each, of `dense` ones four fit beside. */
export function Tiles({
  label,
  description,
  isRequired,
  choices,
  value,
  defaultValue,
  onChange,
  wide = false,
  dense = false,
  isInline = true,
  ...rest
}: ChoiceFieldProps & { wide?: boolean; dense?: boolean }) {
  return (
    <RadioGroup
      className="group/field"
      {...rest}
      {...(isRequired && { isRequired })}
      {...(value !== undefined && { value })}
      {...(defaultValue !== undefined && { defaultValue })}
      {...(onChange && { onChange })}
    >
      <Caption label={label} isRequired={isRequired} />
      <div
        className={`grid gap-2 ${wide ? 'sm:grid-cols-2' : dense ? 'grid-cols-4' : 'grid-cols-[repeat(auto-fill,minmax(6.25rem,1fr))]'}`}
      >
        {choices.map((choice) => (
          <Radio
            key={choice.id}
            value={choice.id}
            className={`grid ${dense ? 'min-h-17 px-0.5 text-[0.75rem] leading-tight tracking-normal sm:text-[0.875rem]' : 'min-h-20 text-dns-14B-130'} phrase cursor-pointer content-center justify-items-center gap-1 rounded-12 border border-line bg-surface p-1.5 text-center font-bold text-soft data-[hovered]:bg-mist data-[selected]:border-forest data-[selected]:bg-mist data-[selected]:text-forest data-[selected]:shadow-[inset_0_0_0_1px_var(--color-forest)]`}
          >
            {choice.icon && <Icon name={choice.icon} className={dense ? 'size-6' : 'size-7'} />}
            {choice.label}
            {wide && choice.description && <span className="font-normal text-soft">{choice.description}</span>}
          </Radio>
        ))}
      </div>
      <Help description={description} isInline={isInline} />
    </RadioGroup>
  )
}

/** Any of a few. */
export function CheckList({
  label,
  description,
  choices,
  value,
  onChange,
  ...rest
}: Omit<Common, 'isRequired'> & {
  choices: readonly Choice[]
  value: readonly string[]
  onChange: (value: string[]) => void
}) {
  return (
    <CheckboxGroup {...rest} value={[...value]} onChange={onChange}>
      <Caption label={label} />
      {choices.map((choice) => (
        <Checkbox key={choice.id} value={choice.id} className="group flex min-h-12 cursor-pointer items-center gap-3">
          <span
            aria-hidden="true"
            className="grid size-6 shrink-0 place-items-center rounded-6 border border-edge bg-surface group-data-[focus-visible]:outline-3 group-data-[focus-visible]:outline-offset-2 group-data-[selected]:border-transparent group-data-[selected]:bg-solid group-data-[selected]:text-on-solid"
          >
            <Icon name="check" className="size-4 opacity-0 group-data-[selected]:opacity-100" />
          </span>
          {choice.label}
        </Checkbox>
      ))}
      <Help description={description} isInline />
    </CheckboxGroup>
  )
}

/** On or off, with its meaning beside it. */
export function Switch({
  label,
  description,
  name,
  ...rest
}: {
  label: string
  description?: string
  name?: string
  isSelected?: boolean
  defaultSelected?: boolean
  isDisabled?: boolean
  onChange?: (on: boolean) => void
}) {
  return (
    <AriaSwitch
      {...rest}
      {...(name && { name })}
      className="group flex min-h-12 cursor-pointer items-center gap-3 data-[disabled]:opacity-60"
    >
      <span
        aria-hidden="true"
        className="flex h-7 w-12 shrink-0 items-center rounded-full border border-edge bg-mist p-0.5 transition-colors group-data-[selected]:border-transparent group-data-[selected]:bg-solid group-data-[focus-visible]:outline-3 group-data-[focus-visible]:outline-offset-2"
      >
        <span className="grid size-5.5 place-items-center rounded-full bg-edge text-surface transition-transform group-data-[selected]:translate-x-5 group-data-[selected]:bg-on-solid group-data-[selected]:text-solid">
          <Icon name="check" className="size-3.5 opacity-0 group-data-[selected]:opacity-100" />
        </span>
      </span>
      <span>
        <span className="font-bold">{label}</span>
        {description && <span className="block text-dns-14N-130 text-soft">{description}</span>}
      </span>
    </AriaSwitch>
  )
}

type AskFormProps = {
  /** What the last sending was refused with. */
  error?: unknown
  onSubmit: (form: FormData) => void
  children: ReactNode
  className?: string
}

/**
 * A form whose refusals land on their fields: each error of the problem is shown at the field of that name, and the
 * first of them takes the focus. What was typed stays.
 */
export function AskForm({ error, onSubmit, children, className = 'grid gap-4' }: AskFormProps) {
  const { language } = useLanguage()
  const form = useRef<HTMLFormElement>(null)
  const byField = useMemo(() => fieldErrors(error, language), [error, language])

  useEffect(() => {
    if (!error) return
    // After React Aria has marked the fields.
    const frame = requestAnimationFrame(() => {
      const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] button')
      if (first) first.focus()
      else form.current?.querySelector<HTMLElement>('[role="alert"]')?.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [error])

  return (
    <Form
      ref={form}
      validationErrors={byField}
      className={className}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(new FormData(event.currentTarget))
      }}
    >
      <RefusalNote error={error} takesFocus={false} />
      {children}
    </Form>
  )
}

/** The errors of a problem by field name: the pointer without its first slash. */
export function fieldErrors(error: unknown, language: 'ja' | 'en'): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  if (!(error instanceof ProblemError)) return found
  for (const { pointer, messages } of error.problem.errors) {
    const name = pointer.replace(/^\//, '')
    found[name] = [...(found[name] ?? []), messages[language]]
  }
  return found
}
