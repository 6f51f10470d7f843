import type { TourCheck, TourFact, TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { tourWords } from '@morinowa/shared/demo/tour-words.ts'
import type { Visitor } from './visitor.ts'

const { steps, who, numbers, links } = tourWords

/** Collects what one step of the tour met. */
export class Telling {
  readonly sent: string[] = []
  readonly #facts: TourFact[] = []
  readonly #checks: TourCheck[] = []
  readonly #links: TourStep['links'] = []

  /** The visitor whose requests this step shows. */
  as(visitor: Visitor): Visitor {
    return visitor.noting(this.sent)
  }

  fact(name: keyof typeof numbers, value: string | number, unit = ''): void {
    this.#facts.push({ label: numbers[name], value: withUnit(value, unit) })
  }

  /** A number that arithmetic predicts: the tour fails when another one came. */
  check(name: keyof typeof numbers, expected: Comparable, actual: Comparable, unit = ''): void {
    this.#checks.push({
      label: numbers[name],
      expected: withUnit(expected, unit),
      actual: withUnit(actual, unit),
      ok: String(expected) === String(actual),
    })
  }

  link(name: keyof typeof links, path: string): void {
    this.#links.push({ label: links[name], path })
  }

  told(number: number, title: keyof typeof steps, by: keyof typeof who): TourStep {
    return {
      number,
      title: steps[title],
      who: who[by],
      requests: this.sent,
      facts: this.#facts,
      checks: this.#checks,
      links: this.#links,
    }
  }
}

type Comparable = string | number | bigint | boolean | undefined | null

function withUnit(value: Comparable, unit: string): string {
  const text = typeof value === 'number' || typeof value === 'bigint' ? value.toLocaleString('en-US') : String(value)
  return unit ? `${text} ${unit}` : text
}
