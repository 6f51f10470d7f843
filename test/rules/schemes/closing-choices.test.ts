import type { Day } from '@morinowa/shared/kernel/calendar.ts'
import { closingChoices } from '@morinowa/shared/schemes/closing-choices.ts'
import { expect, test } from 'vitest'

const choices = (today: string, closed: string | null) => closingChoices(today as Day, closed as Day | null)

test('a shop that never closed is offered last month and last fiscal year', () => {
  expect(choices('2026-11-23', null)).toEqual({
    first: '2026-10-31',
    month: { day: '2026-10-31', month: '2026-10' },
    fiscalYear: { day: '2026-03-31', year: 2025 },
  })
})

test('nothing that is closed already is offered again', () => {
  expect(choices('2026-11-23', '2026-03-31')).toMatchObject({ first: '2026-10-31', fiscalYear: null })
  expect(choices('2026-11-23', '2026-11-21')).toEqual({ first: '2026-11-22', month: null, fiscalYear: null })
  expect(choices('2026-11-23', '2026-11-22')).toEqual({ first: null, month: null, fiscalYear: null })
})
