import type { Me } from '@morinowa/shared/identity/contract.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { API_ROOT, actFor, actingOrganisation, ProblemError, send } from './api-client.ts'
import type { Kind } from './kinds.ts'
import { firstPageOf } from './navigation.ts'

export type SignIn = { email: string; password: string }
export type SignUp = SignIn & { name: string; language: string }

// The contract module is not imported for its values: the frame needs who is signed in before any page has loaded.
async function readMe(): Promise<Me> {
  const organisation = actingOrganisation()
  try {
    const response = await send(`${API_ROOT}/me`, { headers: organisation ? { 'X-Organisation': organisation } : {} })
    return (await response.json()) as Me
  } catch (error) {
    // The organisation chosen on this device is not this person's (any more).
    if (!organisation || !(error instanceof ProblemError)) throw error
    actFor(null)
    return readMe()
  }
}

export const meQuery = { queryKey: ['/me'], queryFn: readMe, staleTime: 60_000 }

/** Who is signed in and for whom; `undefined` until it is known. */
export function useSession() {
  const { data: me } = useQuery(meQuery)
  const acting = me?.acting ? me.organisations.find((one) => one.id === me.acting?.id) : undefined
  return { me, person: me?.person ?? undefined, acting, kind: kindOf(me) }
}

/** What the signed-in person acts as now. */
export function kindOf(me: Me | undefined): Kind | undefined {
  return me?.acting?.kind ?? (me?.person ? 'traveller' : undefined)
}

/** Asks the sign-in server; its answer's `token` is null when nobody has entered yet. */
export async function postAuth(path: string, body: object): Promise<{ token?: string | null }> {
  const response = await send(`/api/auth/${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as { token?: string | null }
}

/** Everything read so far was read by somebody else: it is dropped, and what is on the screen is asked for again. */
function useFreshStart() {
  const client = useQueryClient()
  return async () => {
    actFor(null)
    client.removeQueries({ type: 'inactive' })
    await client.resetQueries()
  }
}

const RETURN = 'morinowa.return'

/** Remembers, in this tab, the address of a question that waits for the person to sign in. */
export function returnAfterSignIn(address: string): void {
  sessionStorage.setItem(RETURN, address)
}

function takeReturn(): string | null {
  const back = sessionStorage.getItem(RETURN)
  sessionStorage.removeItem(RETURN)
  return back
}

/**
 * Opens the first page of whoever has just entered. Done with the mutation, not by the page that asked: starting
 * afresh may take that page's content away before it is told.
 */
function useEntering() {
  const startAfresh = useFreshStart()
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    await startAfresh()
    const back = takeReturn()
    if (back) return window.location.assign(back)
    await navigate({ to: firstPageOf(kindOf(client.getQueryData(meQuery.queryKey))) })
  }
}

export function useSignIn() {
  const onSuccess = useEntering()
  return useMutation({ mutationFn: (ask: SignIn) => postAuth('sign-in/email', ask), onSuccess })
}

export function useSignUp() {
  const enter = useEntering()
  return useMutation({
    mutationFn: (ask: SignUp) => postAuth('sign-up/email', { ...ask, callbackURL: '/sign-in?confirmed' }),
    // Where addresses are confirmed by mail, nobody enters before.
    onSuccess: ({ token }) => (token === null ? undefined : enter()),
  })
}

/** Takes whoever came by the address in a mail, and is signed in by it, on to their first page. */
export function useArrival(byMail: boolean): void {
  const { person, kind } = useSession()
  const navigate = useNavigate()
  const arrived = byMail && person !== undefined
  useEffect(() => {
    if (arrived) void navigate({ to: firstPageOf(kind), replace: true })
  }, [arrived, kind, navigate])
}

export function useSignOut() {
  const onSuccess = useFreshStart()
  return useMutation({ mutationFn: () => postAuth('sign-out', {}), onSuccess })
}

/** Signs in with a passkey; its client is fetched when it is wanted. */
export function usePasskey() {
  const onSuccess = useEntering()
  return useMutation({
    mutationFn: async () => {
      const { signInWithPasskey } = await import('../identity/passkey.ts')
      await signInWithPasskey()
    },
    onSuccess,
  })
}

/** Acts for another of the person's organisations from now on. */
export function useActFor() {
  const client = useQueryClient()
  return async (organisationId: string) => {
    actFor(organisationId)
    client.removeQueries({ type: 'inactive' })
    await client.resetQueries()
  }
}
