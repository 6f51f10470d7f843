import type { Bilingual } from '@morinowa/shared/kernel/text.ts'
import type { Deps } from '../platform/deps.ts'
import type { Letter } from '../platform/mail.ts'

// What is written to people, each in the language they chose. A letter is a job, so it survives a mail server that is
// away. It names nobody: whoever registers an address that is not theirs could put anything into the name.

type Reader = { email: string }
type Words = { subject: Bilingual; text: Bilingual }

/** The letters of signing up and of forgotten passwords; undefined where no mail goes out. */
export function mailsTo({ settings, db, jobs }: Pick<Deps, 'settings' | 'db' | 'jobs'>) {
  if (settings.mail === undefined) return undefined
  const post = (reader: Reader, { subject, text }: Words) => {
    const language = 'language' in reader && reader.language === 'en' ? 'en' : 'ja'
    const letter: Letter = { to: reader.email, subject: subject[language], text: text[language] }
    return db.transaction((tx) => jobs.enqueue(tx, 'mail.send', letter))
  }
  return {
    confirmAddress: ({ user, url }: { user: Reader; url: string }) => post(user, confirmAddress(url)),
    resetPassword: ({ user, url }: { user: Reader; url: string }) => post(user, resetPassword(url)),
    alreadyRegistered: ({ user }: { user: Reader }) =>
      post(user, alreadyRegistered(new URL('/password', settings.publicUrl).href)),
  }
}

const confirmAddress = (url: string): Words => ({
  subject: { ja: '森の環：メールアドレスの確認', en: 'Morinowa: confirm your e-mail address' },
  text: {
    ja: `次のアドレスを 24 時間以内に開くと、登録が終わります。\n\n${url}\n\n登録した覚えがなければ、何もしないでください。`,
    en: `Open this address within 24 hours, and your registration is complete:\n\n${url}\n\nIf you did not register, do nothing.`,
  },
})

const resetPassword = (url: string): Words => ({
  subject: { ja: '森の環：パスワードの再設定', en: 'Morinowa: choose a new password' },
  text: {
    ja: `次のアドレスを 1 時間以内に開き、新しいパスワードを決めてください。\n\n${url}\n\n頼んだ覚えがなければ、何もしないでください。いまのパスワードはそのままです。`,
    en: `Open this address within one hour and choose a new password:\n\n${url}\n\nIf you did not ask for this, do nothing; your password stays as it is.`,
  },
})

const alreadyRegistered = (url: string): Words => ({
  subject: { ja: '森の環：このアドレスは登録ずみです', en: 'Morinowa: this address is registered already' },
  text: {
    ja: `このメールアドレスでもう一度登録しようとした人がいます。ご自身なら、次のページでパスワードを決めなおして入れます。\n\n${url}\n\n覚えがなければ、何もしないでください。`,
    en: `Somebody tried to register this address again. If it was you, choose a new password here and sign in:\n\n${url}\n\nIf it was not, do nothing.`,
  },
})
