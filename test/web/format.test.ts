import { describe, expect, it } from 'vitest'
import { formatIn } from '../../web/src/app/format-in.ts'

describe('writing amounts', () => {
  const ja = formatIn('ja')
  const en = formatIn('en')

  it('writes less than a kilogram in grams, then kilograms and tonnes', () => {
    expect([ja.massText(0), ja.massText(999), ja.massText(1_000), ja.massText(1_000_000)]).toEqual([
      '0 g',
      '999 g',
      '1.0 kg',
      '1.0 t',
    ])
  })

  it('keeps every gram where accounts are shown', () => {
    expect([ja.exactMassText(1_234), ja.exactMassText(3_106_500_001)]).toEqual(['1.234 kg', '3,106.500001 t'])
  })

  it('keeps the sign of an amount that is worse than its baseline', () => {
    expect([en.massText(-250), en.massText(-1_500)]).toEqual(['-250 g', '-1.5 kg'])
  })

  it('writes yen as each language does', () => {
    expect([ja.yen(12_300), en.yen(12_300)]).toEqual(['12,300円', '¥12,300'])
    expect([ja.yenPerKg(15_000), en.yenPerKg(4_300)]).toEqual(['15円', '¥4.3'])
  })

  it('tells times of Japan wherever the reader is', () => {
    expect(ja.time('2026-10-31T15:30:00Z')).toContain('2026/11/01 0:30')
    expect(ja.day('2026-11-01')).toContain('2026/11/01')
    expect(en.month('2026-11')).toBe('November 2026')
  })
})
