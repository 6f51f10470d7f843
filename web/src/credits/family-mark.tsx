import { type Family, families } from '@morinowa/shared/credits/families.ts'
import { useLanguage } from '../app/text.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'

const icons: Record<Family, IconName> = {
  behaviour: 'people',
  'j-credit': 'tree',
  'j-ver': 'tree',
  'j-blue': 'drop',
  local: 'leaf',
  other: 'ring',
}

const colours: Record<Family, string> = {
  behaviour: 'text-contributed',
  'j-credit': 'text-reduced',
  'j-ver': 'text-reduced',
  'j-blue': 'text-info',
  local: 'text-good',
  other: 'text-soft',
}

/** The name of a family in one language, capitalised where it stands alone. */
export function useFamilyName(): (family: Family) => string {
  const { language } = useLanguage()
  return (family) => {
    const name = families[family].name[language]
    return name.slice(0, 1).toUpperCase() + name.slice(1)
  }
}

/** Which kind of credit something is: families are never mixed, so each has its own sign. */
export function FamilyMark({ family }: { family: Family }) {
  const nameOf = useFamilyName()
  return (
    <span className={`inline-flex items-center gap-1.5 font-bold ${colours[family]}`}>
      <Icon name={icons[family]} className="size-5" />
      {nameOf(family)}
    </span>
  )
}
