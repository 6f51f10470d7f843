import { passkeyClient } from '@better-auth/passkey/client'
import { createAuthClient } from 'better-auth/client'
import type { BetterAuthClientPlugin } from 'better-auth/client'

// The plugin's declared types lag one patch of a shared dependency behind the client's; at run time they agree.
const client = createAuthClient({
  basePath: '/api/auth',
  plugins: [passkeyClient() as unknown as BetterAuthClientPlugin],
}) as unknown as {
  signIn: { passkey: () => Promise<Said> }
  passkey: { addPasskey: (ask: { name: string }) => Promise<Said> }
}

type Said = { error?: { message?: string } | null } | undefined

/** Signs in with a passkey of this device. */
export async function signInWithPasskey(): Promise<void> {
  await succeed(client.signIn.passkey())
}

/** Adds a passkey of this device to the signed-in person. */
export async function addPasskey(name: string): Promise<void> {
  await succeed(client.passkey.addPasskey({ name }))
}

async function succeed(asking: Promise<Said>): Promise<void> {
  const said = await asking
  if (said?.error) throw new Error(said.error.message ?? 'passkey')
}
