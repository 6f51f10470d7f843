import type { Bilingual } from '../kernel/text.ts'
import { CONSTANTS } from './constants.ts'
import { type Edition, rowOf } from './registry.ts'

// The numbers of a method's sentences: `{row.id}` is a row's value, `{1-row.id}` what a percentage leaves of one,
// `{#name}` a constant of the engine.

const PLACE = /\{(#|1-)?([\w.-]+)\}/g

/** A sentence with its numbers, as this edition has them. @throws Error when it names what does not exist. */
export function withNumbers({ ja, en }: Bilingual, edition: Edition): Bilingual {
  const filled = (text: string) =>
    text.replace(PLACE, (_whole, kind: string | undefined, name: string) => {
      if (kind === '#') return constant(name)
      const { valueMg } = rowOf(edition, name)
      // A percentage is kept in thousandths of a per cent.
      return kind === '1-' ? decimal(100_000 - valueMg, 5) : decimal(valueMg, 3)
    })
  return { ja: filled(ja), en: filled(en) }
}

function constant(name: string): string {
  const found = CONSTANTS.find(({ key }) => key === name)
  if (!found) throw new Error(`there is no constant ${name}`)
  return found.unit === 'bp' ? decimal(found.value, 2) : decimal(found.value, 0)
}

/** A whole number with a point before its last places, thousands apart, without zeros at the end. */
function decimal(value: number, places: number): string {
  const digits = `${value}`.padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ',')
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  return fraction === '' ? whole : `${whole}.${fraction}`
}
