import { type Batch, batchesEndpoint } from '@morinowa/shared/credits/contract.ts'
import { For } from '../app/for.tsx'
import { usePages } from '../app/paging.ts'
import { batchPath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { More } from '../ui/more.tsx'
import { Page, Section } from '../ui/page.tsx'
import { BatchTable } from './batch-table.tsx'

export function VerifierPage() {
  const { credits } = useText()
  return (
    <Page title={credits.verifier.title} lead={credits.verifier.lead}>
      <For kinds={['verifier']}>
        <Batches />
      </For>
    </Page>
  )
}

const isWaiting = ({ status }: Batch) => status === 'gathered' || status === 'sampled'

function Batches() {
  const { credits } = useText()
  const list = usePages<Batch>(batchesEndpoint)
  const text = credits.verifier
  return (
    <Await query={list}>
      {(batches) => {
        // The oldest has waited longest.
        const waiting = batches.filter(isWaiting).toReversed()
        const done = batches.filter((batch) => !isWaiting(batch))
        return (
          <>
            <Section title={text.waiting}>
              {waiting.length === 0 ? (
                <Empty icon="check" title={text.none}>
                  {text.noneLead}
                </Empty>
              ) : (
                <BatchTable
                  caption={text.waiting}
                  batches={waiting}
                  action={{
                    title: text.open,
                    cell: ({ id }) => <ButtonLink to={batchPath(id)}>{text.open}</ButtonLink>,
                  }}
                />
              )}
            </Section>
            {done.length > 0 && (
              <Section title={text.all}>
                <BatchTable
                  caption={text.all}
                  batches={done}
                  action={{
                    title: text.see,
                    cell: ({ id }) => (
                      <ButtonLink to={batchPath(id)} look="quiet">
                        {text.see}
                      </ButtonLink>
                    ),
                  }}
                />
              </Section>
            )}
            <More list={list} />
          </>
        )
      }}
    </Await>
  )
}
