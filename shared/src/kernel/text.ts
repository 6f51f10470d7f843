import { z } from 'zod'
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

/** The same sentence in both languages. */
export const Bilingual = z.strictObject({ ja: z.string(), en: z.string() })
export type Bilingual = z.infer<typeof Bilingual>
