import { useMutation } from '@tanstack/react-query'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'

/** A passkey of this device; the client for it is fetched when it is wanted. */
export function MyPasskey() {
  const { mine } = useText()
  const words = mine.consents.passkey
  const { person } = useSession()
  const add = useMutation({
    mutationFn: async () => {
      const { addPasskey } = await import('../identity/passkey.ts')
      await addPasskey(person?.email ?? '')
    },
  })
  return (
    <Section title={words.title} lead={words.lead}>
      <div className="grid justify-items-start gap-3">
        {add.isSuccess && (
          <div role="status">
            <Note tone="good">{words.added}</Note>
          </div>
        )}
        {add.isError && (
          <div role="alert">
            <Note tone="wait">{words.failed}</Note>
          </div>
        )}
        <Button look="secondary" icon="key" isPending={add.isPending} onPress={() => add.mutate()}>
          {words.add}
        </Button>
      </div>
    </Section>
  )
}
