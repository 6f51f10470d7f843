const TOKYO = 'Asia/Tokyo'
const GRAMS_PER_KG = 1_000
const GRAMS_PER_TONNE = 1_000_000

export type Measured = { value: string; unit: string }

export type Format = ReturnType<typeof formatIn>

/** How one language writes amounts and times. */
export function formatIn(language: 'ja' | 'en') {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB'
  const number = new Intl.NumberFormat(locale)
  const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const upToOneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const twoDecimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const threeDecimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })
  const sixDecimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
  const yen = {
    style: 'currency',
    currency: 'JPY',
    currencyDisplay: language === 'ja' ? 'name' : 'narrowSymbol',
  } as const
  const money = new Intl.NumberFormat(locale, yen)
  const fineMoney = new Intl.NumberFormat(locale, { ...yen, minimumFractionDigits: 0, maximumFractionDigits: 3 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: TOKYO })
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: TOKYO })
  const shortMonth = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: TOKYO })
  const month = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: TOKYO })

  /** For a glance: grams below one kilogram, then kilograms and tonnes with one decimal. */
  function mass(grams: number): Measured {
    const size = Math.abs(grams)
    if (size < GRAMS_PER_KG) return { value: number.format(grams), unit: 'g' }
    if (size < GRAMS_PER_TONNE) return { value: oneDecimal.format(grams / GRAMS_PER_KG), unit: 'kg' }
    return { value: oneDecimal.format(grams / GRAMS_PER_TONNE), unit: 't' }
  }

  /** For accounts: every gram is in the text, nothing is rounded. */
  function exactMass(grams: number): Measured {
    const size = Math.abs(grams)
    if (size < GRAMS_PER_KG) return { value: number.format(grams), unit: 'g' }
    if (size < GRAMS_PER_TONNE) return { value: threeDecimals.format(grams / GRAMS_PER_KG), unit: 'kg' }
    return { value: sixDecimals.format(grams / GRAMS_PER_TONNE), unit: 't' }
  }

  const together = ({ value, unit }: Measured) => `${value} ${unit}`

  return {
    number: (value: number) => number.format(value),
    percent: (share: number) => percent.format(share),
    mass,
    exactMass,
    massText: (grams: number) => together(mass(grams)),
    exactMassText: (grams: number) => together(exactMass(grams)),
    yen: (amount: number) => money.format(amount),
    /** A price of a tonne as that of a kilogram, to a tenth of a sen. */
    yenPerKg: (yenPerTonne: number) => fineMoney.format(yenPerTonne / 1_000),
    /** A distance as people say it: to the tenth from ten kilometres, to the hundredth below. */
    km: (metres: number) => `${(metres < 10_000 ? twoDecimals : upToOneDecimal).format(metres / 1_000)} km`,
    /** A `YYYY-MM-DD` day or an instant. */
    day: (value: string) => day.format(new Date(value.length === 10 ? `${value}T00:00:00+09:00` : value)),
    time: (instant: string) => time.format(new Date(instant)),
    /** `YYYY-MM` on an axis, where the year is clear. */
    shortMonth: (value: string) => shortMonth.format(new Date(`${value}-01T00:00:00+09:00`)),
    /** `YYYY-MM`. */
    month: (value: string) => month.format(new Date(`${value}-01T00:00:00+09:00`)),
  }
}
