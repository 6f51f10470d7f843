import {
  joinJourneyEndpoint,
  type JourneyDetail,
  journeyEndpoint,
  type JourneyPiece,
  splitJourneyEndpoint,
} from '@morinowa/shared/reductions/journeys-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { iconOfMode } from '../methodology/mode-choices.ts'
import { PlaceName } from '../municipalities/place-name.tsx'
import { Await } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Bars } from '../ui/chart.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Stat } from '../ui/stat.tsx'
import { nameOfAct } from './act-name.ts'
import { JourneyPlaces } from './journey-places.tsx'

export function JourneyPage() {
  const { reviews } = useText()
  const { id } = useParams({ from: '/me/journeys/$id' })
  return (
    <Page
      title={reviews.journeys.one}
      width="reading"
      actions={
        <ButtonLink to="/me/journeys" look="secondary" icon="back">
          {reviews.journeys.back}
        </ButtonLink>
      }
    >
      <For kinds="person">
        <Found id={id} />
      </For>
    </Page>
  )
}

function Found({ id }: { id: string }) {
  const journey = useQuery(reading(journeyEndpoint, { params: { id } }))
  return <Await query={journey}>{(found) => <Shown journey={found} />}</Await>
}

function Shown({ journey }: { journey: JourneyDetail }) {
  const { reviews } = useText()
  const format = useFormat()
  const words = reviews.journeys
  const { fromDay, toDay, trips, stays, others, shownG, creditedG, emittedG, insteadG } = journey
  const period = words.days(format.day(fromDay), format.day(toDay))
  return (
    <>
      <Card className="grid gap-5">
        <p>
          <span className="block text-[1.25rem] font-bold">
            <JourneyPlaces journey={journey} />
          </span>
          <span className="text-soft">{words.counts(trips, stays, others)}</span>
        </p>
        <Stat
          size="big"
          label={shownG < 0 ? words.more : words.total}
          grams={Math.abs(shownG)}
          colour={shownG < 0 ? 'text-emitted' : 'text-reduced'}
          certainty="estimated"
          period={period}
        />
        <Bars
          title={words.compare}
          bars={[
            { id: 'emitted', label: words.emitted, grams: emittedG, colour: 'var(--color-emitted)' },
            { id: 'instead', label: words.instead, grams: Math.max(0, insteadG), colour: 'var(--color-edge)' },
          ]}
        />
        <Stat label={words.credited} grams={creditedG} isExact period={period} />
      </Card>
      <Section title={words.pieces} lead={words.piecesLead}>
        <Pieces journeyId={journey.id} pieces={journey.pieces} isIn />
      </Section>
      {journey.nearby.length > 0 && (
        <Section title={words.nearby} lead={words.nearbyLead}>
          <Pieces journeyId={journey.id} pieces={journey.nearby} isIn={false} />
        </Section>
      )}
    </>
  )
}

type PiecesProps = { journeyId: string; pieces: readonly JourneyPiece[]; isIn: boolean }

function Pieces({ journeyId, pieces, isIn }: PiecesProps) {
  const makesStale = ['/me/journeys']
  const join = useCommand(joinJourneyEndpoint, { makesStale })
  const split = useCommand(splitJourneyEndpoint, { makesStale })
  const move = (reductionId: string) => {
    if (isIn) split.mutate({ params: { id: journeyId, reductionId } })
    else join.mutate({ params: { id: journeyId }, body: { reductionId } })
  }
  return (
    <div className="grid gap-3">
      <RefusalNote error={join.error ?? split.error} />
      <ul className="card divide-y divide-line">
        {pieces.map((piece) => (
          <Piece
            key={piece.id}
            piece={piece}
            isIn={isIn}
            isPending={join.isPending || split.isPending}
            onMove={() => move(piece.id)}
          />
        ))}
      </ul>
    </div>
  )
}

type PieceProps = { piece: JourneyPiece; isIn: boolean; isPending: boolean; onMove: () => void }

function Piece({ piece, isIn, isPending, onMove }: PieceProps) {
  const { reviews, methodology } = useText()
  const format = useFormat()
  const words = reviews.journeys
  const name = nameOfAct(piece, methodology)
  const { fromMunicipality: from, toMunicipality: to } = piece
  return (
    <li className="grid gap-1 p-4">
      <div className="flex items-center gap-3">
        <Icon name={iconOf(piece)} className="size-7 text-forest" />
        <Link to="/me/reductions/$id" params={{ id: piece.id }} className="min-w-0 flex-1 py-1 font-bold">
          {name} {piece.pool === 'mobility' && <span className="font-normal">{format.km(piece.quantity)}</span>}
        </Link>
        <span className={`figures font-bold ${piece.shownG < 0 ? 'text-emitted' : 'text-reduced'}`}>
          {format.massText(piece.shownG)}
        </span>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <p className="text-dns-14N-130 text-soft">
          {format.time(piece.startedAt)}
          {from && (
            <>
              {' · '}
              <PlaceName code={from} />
            </>
          )}
          {to && to !== from && (
            <>
              {' → '}
              <PlaceName code={to} />
            </>
          )}
        </p>
        <Button
          look="quiet"
          icon={isIn ? 'cross' : 'plus'}
          isPending={isPending}
          aria-label={isIn ? words.takeOutOf(name) : words.putInOf(name)}
          onPress={onMove}
        >
          {isIn ? words.takeOut : words.putIn}
        </Button>
      </div>
    </li>
  )
}

function iconOf({ pool, type, mode }: JourneyPiece): IconName {
  if (pool === 'mobility') return iconOfMode(mode)
  if (type.startsWith('stay.')) return 'bed'
  return type.startsWith('meal.') || type.startsWith('food.') ? 'meal' : 'basket'
}
