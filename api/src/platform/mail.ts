import { createTransport } from 'nodemailer'
import { z } from 'zod'
import type { MailSettings } from './deps.ts'

/** A letter of plain text to one address. */
export const Letter = z.strictObject({ to: z.email(), subject: z.string(), text: z.string() })
export type Letter = z.infer<typeof Letter>

/** Hands letters to the mail server; throws when it does not take one, so that the job tries again later. */
export function openMail({ smtpUrl, from }: MailSettings): (letter: unknown) => Promise<void> {
  const transport = createTransport(smtpUrl)
  return async (letter) => {
    await transport.sendMail({ from, ...Letter.parse(letter) })
  }
}
