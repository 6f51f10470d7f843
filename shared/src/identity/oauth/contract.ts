import { z } from 'zod'
import { AppScope } from '../../kernel/actor.ts'
import { endpoint } from '../../kernel/endpoint.ts'
import { OrganisationId } from '../../kernel/ids.ts'
import { Text } from '../../kernel/text.ts'
import { RedirectUri } from './redirect-uri.ts'

// OAuth 2.1 for apps without secrets: authorization code with PKCE (S256), exact redirect addresses, refresh tokens that
// work once. Parameters keep the names of RFC 6749 and RFC 7636.

export const App = z.strictObject({
  id: z.uuid().meta({ description: 'The `client_id`.' }),
  name: z.string(),
  redirectUris: z.array(z.string()),
  createdAt: z.string(),
  disabledAt: z.string().nullable(),
})
export type App = z.infer<typeof App>

export const CreateApp = z.strictObject({ name: Text(80), redirectUris: z.array(RedirectUri).min(1).max(5) })
export type CreateApp = z.output<typeof CreateApp>

export const createAppEndpoint = endpoint({
  method: 'POST',
  path: '/apps',
  summary: 'Register an app of the provider; it gets a client_id and no secret',
  allow: ['provider'],
  body: CreateApp,
  status: 201,
  reply: App,
  refusals: ['identity.not-administrator', 'identity.app-address'],
  idempotent: true,
})

export const listAppsEndpoint = endpoint({
  method: 'GET',
  path: '/apps',
  summary: 'The apps of the provider, the newest first, at most a hundred',
  allow: ['provider'],
  status: 200,
  reply: z.strictObject({ items: z.array(App) }),
  refusals: [],
})

export const disableAppEndpoint = endpoint({
  method: 'DELETE',
  path: '/apps/{id}',
  summary: 'Stop an app at once, with everything that people let it do',
  allow: ['provider'],
  params: z.strictObject({ id: z.uuid() }),
  status: 200,
  reply: App,
  refusals: ['identity.not-administrator', 'identity.app-missing'],
})

export const Authorization = z.strictObject({
  response_type: z.literal('code'),
  client_id: z.uuid(),
  redirect_uri: z.string().max(500),
  scope: z.string().min(1).max(200).meta({ description: 'Scopes with a space between them.' }),
  state: z.string().max(500).optional(),
  code_challenge: z.string().regex(/^[\w-]{43}$/),
  code_challenge_method: z.literal('S256'),
})
export type Authorization = z.output<typeof Authorization>

export const AskingApp = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  organisation: z.strictObject({ id: OrganisationId, name: z.string() }),
  scopes: z.array(AppScope),
})
export type AskingApp = z.infer<typeof AskingApp>

export const showAuthorizationEndpoint = endpoint({
  method: 'GET',
  path: '/oauth/authorization',
  summary: 'Which app asks for what, to be shown to the person before they say yes or no',
  allow: ['person'],
  query: Authorization,
  status: 200,
  reply: AskingApp,
  refusals: ['identity.sign-in', 'identity.app-missing', 'identity.app-redirect', 'identity.app-scope'],
})

export const decideAuthorizationEndpoint = endpoint({
  method: 'POST',
  path: '/oauth/authorization',
  summary: 'Say yes or no to an app; the answer is where to return to, with a code or with `access_denied`',
  description: 'Apps send people to the page /oauth/authorize with these parameters. A code works once, for a minute.',
  allow: ['person'],
  body: Authorization.extend({ approve: z.boolean() }),
  status: 200,
  reply: z.strictObject({ redirectTo: z.string() }),
  refusals: ['identity.sign-in', 'identity.app-missing', 'identity.app-redirect', 'identity.app-scope'],
})

export const Tokens = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int().meta({ description: 'Seconds.' }),
  refresh_token: z.string().meta({ description: 'Works once; each use answers with the next.' }),
  scope: z.string(),
})
export type Tokens = z.infer<typeof Tokens>

const FORM = ['application/x-www-form-urlencoded'] as const

export const tokenEndpoint = endpoint({
  method: 'POST',
  path: '/oauth/token',
  summary: 'Exchange a code with its verifier, or a refresh token, for tokens',
  description:
    'A form: grant_type=authorization_code with code, redirect_uri, client_id, code_verifier; or ' +
    'grant_type=refresh_token with refresh_token, client_id. Errors are answered as in RFC 6749, 5.2. A code or refresh ' +
    'token that comes a second time ends everything that followed from the consent.',
  allow: ['public'],
  body: z.unknown(),
  streams: FORM,
  status: 200,
  reply: Tokens,
  refusals: [],
})

export const revokeTokenEndpoint = endpoint({
  method: 'POST',
  path: '/oauth/revoke',
  summary: 'An app gives back what a person let it do (RFC 7009); unknown tokens are answered alike',
  description: 'A form: token with an access or refresh token, client_id.',
  allow: ['public'],
  body: z.unknown(),
  streams: FORM,
  status: 200,
  reply: z.strictObject({}),
  refusals: [],
})

export const MyApp = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  organisation: z.string(),
  scopes: z.array(AppScope),
  since: z.string(),
})
export type MyApp = z.infer<typeof MyApp>

export const myAppsEndpoint = endpoint({
  method: 'GET',
  path: '/me/apps',
  summary: 'Apps that may act for me, and what they may do',
  allow: ['person'],
  status: 200,
  reply: z.strictObject({ items: z.array(MyApp) }),
  refusals: ['identity.sign-in'],
})

export const revokeAppEndpoint = endpoint({
  method: 'DELETE',
  path: '/me/apps/{id}',
  summary: 'Let an app act for me no longer, from this moment on',
  allow: ['person'],
  params: z.strictObject({ id: z.uuid() }),
  status: 200,
  reply: z.strictObject({ ended: z.int() }),
  refusals: ['identity.sign-in', 'identity.app-missing'],
})
