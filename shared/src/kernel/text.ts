import { z } from 'zod'
import { unprintable } from './printable.ts'
import { rule } from './rule.ts'

// PostgreSQL refuses NUL in text; other control characters only make trouble on screens and in PDFs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/** One line or paragraph a person typed: trimmed, NFC, no control characters. */
export const Text = (max: number) =>
  z
    .string()
    .trim()
    .normalize('NFC')
    .min(1)
    .max(max)
    .refine((value) => !CONTROL.test(value), rule('制御文字は使えません。', 'Control characters cannot be used.'))

/** Text that ends up on a certificate, and is refused with the characters that its font lacks. */
export const PrintedText = (max: number) =>
  Text(max).check((typed) => {
    const lacking = unprintable(typed.value)
    if (lacking.length === 0) return
    const which = lacking.slice(0, 10).join(' ')
    const words = rule(
      `証明書に印字できない文字があります: ${which}`,
      `Contains characters that a certificate cannot print: ${which}`,
    )
    typed.issues.push({ code: 'custom', input: typed.value, message: words.error, params: words.params })
  })

/** The same sentence in both languages. */
export const Bilingual = z.strictObject({ ja: z.string(), en: z.string() })
export type Bilingual = z.infer<typeof Bilingual>
