import { z } from 'zod'
import { rule } from '../../kernel/rule.ts'

// Spaces and control characters would be dropped on opening, and what was compared would not be what is opened.
const CLEAN = /^[\x21-\x7e]+$/
const HTTPS = /^https:\/\/(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*(?::\d{1,5})?(?:[/?]|$)/
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d{1,5})?(?:[/?]|$)/
// An app's own scheme is a domain name backwards (RFC 8252, 7.1): no `javascript:`, `data:` or `file:` has a dot.
const PRIVATE_SCHEME = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:\//

/** Where an app may be returned to: https, this very device, or a scheme of the app's own; without a fragment. */
export function isRedirectUri(text: string): boolean {
  if (!CLEAN.test(text) || text.includes('#') || text.includes('\\')) return false
  return HTTPS.test(text) || LOOPBACK.test(text) || PRIVATE_SCHEME.test(text)
}

export const RedirectUri = z
  .string()
  .max(500)
  .refine(
    isRedirectUri,
    rule(
      'https のアドレス、この端末（http://127.0.0.1）、またはアプリ独自のスキーム（com.example.app:/）にしてください。# は使えません。',
      'Use an https address, this device (http://127.0.0.1) or a scheme of the app’s own (com.example.app:/), without #.',
    ),
  )
