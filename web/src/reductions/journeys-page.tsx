import { type Journey, journeysEndpoint } from '@morinowa/shared/reductions/journeys-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Page } from '../ui/page.tsx'
import { JourneyPlaces } from './journey-places.tsx'

export function JourneysPage() {
  const { reviews } = useText()
  return (
    <Page title={reviews.journeys.title} lead={reviews.journeys.lead} width="reading">
      <For kinds="person">
        <Journeys />
      </For>
    </Page>
  )
}

function Journeys() {
  const { reviews } = useText()
  const words = reviews.journeys
  const journeys = useQuery(reading(journeysEndpoint, { query: {} }))
  return (
    <Await query={journeys}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty
            icon="route"
            title={words.none}
            action={
              <ButtonLink to="/log" icon="plus">
                {words.log}
              </ButtonLink>
            }
          >
            {words.noneLead}
          </Empty>
        ) : (
          <ul className="card divide-y divide-line">
            {items.map((item) => (
              <Row key={item.id} journey={item} />
            ))}
          </ul>
        )
      }
    </Await>
  )
}

function Row({ journey }: { journey: Journey }) {
  const { reviews } = useText()
  const format = useFormat()
  const words = reviews.journeys
  const { id, fromDay, toDay, trips, stays, others, shownG } = journey
  return (
    <li>
      <Link to="/me/journeys/$id" params={{ id }} className="flex items-center gap-3 p-4 no-underline hover:bg-mist">
        <Icon name="route" className="size-7 text-forest" />
        <span className="min-w-0 flex-1">
          <span className="block font-bold">
            <JourneyPlaces journey={journey} />
          </span>
          <span className="block text-dns-14N-130 text-soft">
            {words.days(format.day(fromDay), format.day(toDay))} · {words.counts(trips, stays, others)}
          </span>
        </span>
        <span className={`figures font-bold ${shownG < 0 ? 'text-emitted' : 'text-reduced'}`}>
          {format.massText(shownG)}
        </span>
      </Link>
    </li>
  )
}
