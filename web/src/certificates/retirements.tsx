import { publicRetirementsEndpoint } from '@morinowa/shared/certificates/contract.ts'
import { useMutation } from '@tanstack/react-query'
import { usePages } from '../app/paging.ts'
import { saveReading } from '../app/save-file.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { More } from '../ui/more.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { RetirementTable } from './retirement-table.tsx'

/** Every retirement, or those of one lot, with its CSV. */
export function Retirements({ lotId }: { lotId?: string }) {
  const { registry } = useText()
  const list = usePages(publicRetirementsEndpoint, { query: { limit: 25, ...(lotId && { lotId }) } })
  const csv = useMutation({ mutationFn: () => saveReading('/registry/retirements', 'retirements.csv', 'text/csv') })
  return (
    <Section
      title={lotId ? registry.retirements : registry.allRetirements}
      actions={
        !lotId && (
          <Button look="quiet" icon="download" isPending={csv.isPending} onPress={() => csv.mutate()}>
            {registry.csv}
          </Button>
        )
      }
    >
      <RefusalNote error={csv.error} />
      <Await query={list}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="tree" title={registry.noRetirements} />
          ) : (
            <RetirementTable caption={registry.retirements} retirements={items} />
          )
        }
      </Await>
      <More list={list} />
    </Section>
  )
}
