import { AppScope } from '@morinowa/shared/kernel/actor.ts'
import type { Deps } from '../../platform/deps.ts'
import { API_ROOT } from '../../platform/http.ts'

/** Who answers apps: the address of this server, as its metadata and every answer name it (RFC 8414, RFC 9207). */
export const issuerOf = ({ settings }: Pick<Deps, 'settings'>): string => new URL(settings.publicUrl).origin

/** What an app needs to know before it asks anybody (RFC 8414, 2). */
export function serverMetadata(deps: Pick<Deps, 'settings'>) {
  const issuer = issuerOf(deps)
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}${API_ROOT}/oauth/token`,
    revocation_endpoint: `${issuer}${API_ROOT}/oauth/revoke`,
    scopes_supported: AppScope.options,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    // Apps have no secret: the challenge is what proves that a code is theirs.
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    ui_locales_supported: ['ja', 'en'],
    service_documentation: `${issuer}/docs`,
  }
}
