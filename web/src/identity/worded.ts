import { ProblemError } from '../app/api-client.ts'
import { useText } from '../app/text.tsx'

/** The sign-in server words its own refusals in English only; those that a person meets are worded here. */
export function useWorded(): (error: unknown) => unknown {
  const { identity } = useText()
  const sentences: Record<string, string> = {
    INVALID_EMAIL_OR_PASSWORD: identity.signIn.wrong,
    EMAIL_NOT_VERIFIED: identity.signIn.unconfirmed,
    USER_ALREADY_EXISTS: identity.signUp.taken,
    USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: identity.signUp.taken,
    RESET_PASSWORD_DISABLED: identity.password.noMail,
    INVALID_TOKEN: identity.password.linkDead,
  }
  return (error) => {
    const sentence = error instanceof ProblemError ? sentences[error.problem.code] : undefined
    if (!(error instanceof ProblemError) || sentence === undefined) return error
    return new ProblemError({ ...error.problem, detail: sentence, messages: { ja: sentence, en: sentence } })
  }
}
