import { eraseMeEndpoint, exportMeEndpoint } from '@morinowa/shared/reductions/contract.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { addressOf } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useText } from '../app/text.tsx'
import { Anchor, Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'

/** Everything of mine to take away, and the end of it. */
export function MyData() {
  const { mine } = useText()
  const { export: take, erase } = mine.consents
  const client = useQueryClient()
  const navigate = useNavigate()
  const eraseMe = useCommand(eraseMeEndpoint)

  async function goAway() {
    await navigate({ to: '/' })
    client.removeQueries({ type: 'inactive' })
    await client.resetQueries()
  }

  return (
    <>
      <Section title={take.title} lead={take.lead}>
        <Anchor href={addressOf(exportMeEndpoint.path, {})} download look="secondary" icon="download">
          {take.download}
        </Anchor>
      </Section>
      <Section title={erase.title}>
        <Card className="grid justify-items-start gap-4">
          <p>{erase.lead}</p>
          <RefusalNote error={eraseMe.error} />
          <Confirm
            opener={
              <Button look="danger" isPending={eraseMe.isPending}>
                {erase.press}
              </Button>
            }
            title={erase.title}
            confirm={erase.yes}
            look="danger"
            onConfirm={() => eraseMe.mutate({}, { onSuccess: goAway })}
          >
            {erase.confirm}
          </Confirm>
        </Card>
      </Section>
    </>
  )
}
