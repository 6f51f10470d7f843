import { Purpose, purposeText } from '@morinowa/shared/reductions/consent.ts'
import { linkProviderEndpoint } from '@morinowa/shared/reductions/contract.ts'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { returnAfterSignIn, useSession } from '../app/session.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page } from '../ui/page.tsx'

/** Where a guest arrives who scanned the code of a counter. */
export function LinkPage() {
  const { counter } = useText()
  const { me, person } = useSession()
  useEffect(() => {
    if (me && !person) returnAfterSignIn(window.location.pathname)
  }, [me, person])
  return (
    <Page title={counter.link.title} lead={counter.link.lead} width="reading">
      <For kinds="person">
        <TakeUp />
      </For>
    </Page>
  )
}

function TakeUp() {
  const { counter, mine } = useText()
  const format = useFormat()
  const { provider, code } = useParams({ from: '/link/$provider/$code' })
  const { language } = useLanguage()
  const link = useCommand(linkProviderEndpoint, {
    makesStale: ['/me/links', '/me/consents', '/me/summary', '/me/reductions'],
  })
  if (link.data) {
    const { takenUp, provider: from } = link.data
    return (
      <div role="status" className="grid justify-items-start gap-4">
        <Note tone="good" title={counter.link.from(from.name)}>
          <p>{mine.consents.links.takenUp(takenUp.records, format.exactMassText(takenUp.creditedG))}</p>
        </Note>
        <ButtonLink to="/me" icon="leaf">
          {counter.link.mine}
        </ButtonLink>
      </div>
    )
  }
  return (
    <Card className="grid gap-4">
      <div>
        <h2 className="text-[1.125rem]">{counter.link.agree}</h2>
        <ul className="mt-2 list-disc ps-5">
          {Purpose.options.map((purpose) => (
            <li key={purpose}>{purposeText[purpose][language]}</li>
          ))}
        </ul>
        <ButtonLink to="/me/consents" look="quiet" icon="shield">
          {mine.consents.title}
        </ButtonLink>
      </div>
      <RefusalNote error={link.error} />
      <Button
        icon="check"
        isPending={link.isPending}
        onPress={() => link.mutate({ body: { provider, code, consents: [...Purpose.options] } })}
      >
        {counter.link.submit}
      </Button>
    </Card>
  )
}
