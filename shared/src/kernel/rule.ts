/**
 * Words a rule of our own for `refine`, so that a broken one is named in both languages; zod alone would only say
 * "invalid input".
 */
export const rule = (ja: string, en: string): { error: string; params: { ja: string; en: string } } => ({
  error: en,
  params: { ja, en },
})
