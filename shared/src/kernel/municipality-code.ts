import { z } from 'zod'
import { rule } from './rule.ts'

/** JIS X 0402 check digit of a five-digit municipality code. */
export function checkDigit(code5: string): string {
  const sum = [6, 5, 4, 3, 2].reduce((total, weight, i) => total + weight * Number(code5[i]), 0)
  return String((11 - (sum % 11)) % 10)
}

/** Five digits; six are accepted when the check digit is right, and become five. */
export const MunicipalityCode = z
  .string()
  .regex(/^\d{5,6}$/)
  .refine(
    (code) => code.length === 5 || checkDigit(code) === code[5],
    rule('6桁目の検査数字が合いません。', 'The sixth digit is not the check digit of the first five.'),
  )
  .overwrite((code) => code.slice(0, 5))
export type MunicipalityCode = z.output<typeof MunicipalityCode>
