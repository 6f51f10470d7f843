import { keepClaimEndpoint, ownClaimsEndpoint } from '@morinowa/shared/schemes/kit/contract.ts'
import { Link } from '@tanstack/react-router'
import { useCommand } from '../app/command.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'

/** Adds a claim to the account of whoever reads it. */
export function KeepClaim({ code }: { code: string }) {
  const { desk, schemeShop } = useText()
  const { person } = useSession()
  const keep = useCommand(keepClaimEndpoint, { makesStale: [ownClaimsEndpoint.path] })
  const text = schemeShop.keep
  if (!person) {
    return (
      <ButtonLink to="/sign-in" look="secondary" icon="person" className="justify-self-start">
        {text.signIn}
      </ButtonLink>
    )
  }
  return (
    <div className="grid justify-items-start gap-3">
      <RefusalNote error={keep.error} />
      {keep.isSuccess ? (
        <Note tone="good">
          {text.added}{' '}
          <Link to="/me/claims" className="link inline-flex min-h-12 items-center">
            {desk.claims.link}
          </Link>
        </Note>
      ) : (
        <Button
          look="secondary"
          icon="plus"
          isPending={keep.isPending}
          onPress={() => keep.mutate({ params: { code } })}
        >
          {text.add}
        </Button>
      )}
    </div>
  )
}
