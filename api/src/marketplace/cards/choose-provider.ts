import type { Deps } from '../../platform/deps.ts'
import type { CardProvider } from './card-provider.ts'
import { fakeCards } from './fake-cards.ts'
import { stripeCards } from './stripe-cards.ts'

/** The card company that is set up; in demonstrations without one, the fictional one; else none. */
export function cardProvider(deps: Deps): CardProvider | null {
  const { stripe, demo, production } = deps.settings
  if (stripe) return stripeCards(stripe)
  return demo && !production ? fakeCards(deps) : null
}

/** The provider of this name, if it is ours. */
export function providerNamed(deps: Deps, name: string): CardProvider | null {
  const provider = cardProvider(deps)
  return provider?.name === name ? provider : null
}
