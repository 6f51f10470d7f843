import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import {
  claimRewardsEndpoint,
  depositToFundEndpoint,
  listFundsEndpoint,
  type OpenFund,
  openFundEndpoint,
  ownRewardsEndpoint,
  type RewardFund,
} from '@morinowa/shared/programmes/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { AskForm, NumberField, TextField } from '../ui/field.tsx'
import { More } from '../ui/more.tsx'
import { Name } from '../ui/name.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Meter } from '../ui/progress.tsx'
import { Status } from '../ui/status.tsx'

const REREAD_MS = 20_000
const makesStale = [listFundsEndpoint.path, ownRewardsEndpoint.path]

/** Every reward fund with its meter, open to everybody; travellers claim here, organisations open funds. */
export function FundsPage() {
  const { funds } = useText().trade
  const { kind, acting } = useSession()
  const list = usePages<RewardFund>(listFundsEndpoint as never, { rereadMs: REREAD_MS })
  return (
    <Page title={funds.title} lead={funds.lead}>
      {kind === 'traveller' && <Mine />}
      <Await query={list}>
        {(found) =>
          found.length === 0 ? (
            <Empty icon="leaf" title={funds.none}>
              {funds.noneLead}
            </Empty>
          ) : (
            <ul className="grid gap-4 lg:grid-cols-2">
              {found.map((fund) => (
                <FundCard key={fund.id} fund={fund} />
              ))}
            </ul>
          )
        }
      </Await>
      <More list={list} />
      {acting && kind !== 'operator' && <OpenForm />}
    </Page>
  )
}

function FundCard({ fund }: { fund: RewardFund }) {
  const { funds } = useText().trade
  const format = useFormat()
  const { kind } = useSession()
  const tone = fund.state === 'open' ? 'good' : fund.state === 'coming' ? 'wait' : 'plain'
  return (
    <li className="card grid content-start gap-4 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Status tone="info">{funds.kinds[fund.kind]}</Status>
        <Status tone={tone}>{funds.states[fund.state]}</Status>
      </div>
      <div>
        <h2 className="text-[1.125rem]">
          <Name>{fund.name}</Name>
        </h2>
        <p className="text-soft">
          <Name>{fund.organisationName}</Name>
        </p>
        <p>
          {funds.rate(format.yen(fund.yenPerKg))} · {funds.days(format.day(fund.fromDay), format.day(fund.toDay))}
        </p>
      </div>
      <Meter
        label={funds.meter}
        value={fund.grantedYen}
        most={fund.reservedYen}
        text={funds.of(format.yen(fund.grantedYen), format.yen(fund.reservedYen))}
      />
      <dl className="grid grid-cols-[auto_1fr] gap-x-4">
        <dt className="text-soft">{funds.left}</dt>
        <dd className="figures text-end font-bold">{format.yen(fund.leftYen)}</dd>
        <dt className="text-soft">{funds.waiting}</dt>
        <dd className="figures text-end">{format.yen(fund.waitingYen)}</dd>
        <dt className="text-soft">{funds.people}</dt>
        <dd className="figures text-end">
          {fund.people === '<10' ? funds.few : funds.persons(format.number(fund.people))}
        </dd>
      </dl>
      {kind === 'traveller' && <Claim fund={fund} />}
      {kind === 'operator' && <Deposit fund={fund} />}
    </li>
  )
}

function Claim({ fund }: { fund: RewardFund }) {
  const { funds } = useText().trade
  const format = useFormat()
  const claim = useCommand(claimRewardsEndpoint, { makesStale })
  return (
    <div className="grid gap-2">
      <RefusalNote error={claim.error} />
      {claim.data && claim.data.grantedYen > 0 && (
        <Note tone="good">{funds.claimed(format.yen(claim.data.grantedYen), format.number(claim.data.acts))}</Note>
      )}
      {claim.data && claim.data.waitingYen > 0 && (
        <Note tone="wait">{funds.queued(format.yen(claim.data.waitingYen), format.number(claim.data.place ?? 0))}</Note>
      )}
      <Button icon="leaf" isPending={claim.isPending} onPress={() => claim.mutate({ params: { id: fund.id } })}>
        {funds.claim}
      </Button>
    </div>
  )
}

function Deposit({ fund }: { fund: RewardFund }) {
  const { trade, marketplace } = useText()
  const deposit = useCommand(depositToFundEndpoint, { makesStale })
  return (
    <Dialog
      opener={<Button look="secondary">{trade.funds.deposit}</Button>}
      title={`${trade.funds.deposit}: ${fund.name}`}
    >
      {(close) => (
        <AskForm
          error={deposit.error}
          onSubmit={(form) =>
            deposit.mutate(
              { params: { id: fund.id }, body: { amountYen: Number(form.get('amountYen')) as never } },
              { onSuccess: close },
            )
          }
        >
          <NumberField name="amountYen" label={trade.funds.amount} unit={marketplace.yen} minValue={1} isRequired />
          <Button type="submit" icon="check" isPending={deposit.isPending}>
            {trade.funds.deposit}
          </Button>
        </AskForm>
      )}
    </Dialog>
  )
}

function Mine() {
  const { funds } = useText().trade
  const format = useFormat()
  const mine = useQuery(reading(ownRewardsEndpoint, { query: { limit: 1 } }))
  if (!mine.data) return null
  const { grantedYen, waitingYen } = mine.data
  return (
    <Card>
      <h2 className="text-[1.125rem]">{funds.mine}</h2>
      {grantedYen + waitingYen === 0 ? (
        <p className="text-soft">{funds.mineNone}</p>
      ) : (
        <p>
          {funds.granted} <strong className="figures">{format.yen(grantedYen)}</strong> · {funds.waiting}{' '}
          <span className="figures">{format.yen(waitingYen)}</span>
        </p>
      )}
    </Card>
  )
}

function OpenForm() {
  const { trade, marketplace } = useText()
  const open = useCommand(openFundEndpoint, { makesStale })
  const text = trade.funds
  const today = dayOf(new Date().toISOString())

  function submit(form: FormData) {
    const body = {
      name: String(form.get('name')),
      yenPerKg: Number(form.get('yenPerKg')),
      fromDay: String(form.get('fromDay')),
      toDay: String(form.get('toDay')),
    } as unknown as OpenFund
    open.mutate({ body })
  }
  return (
    <Section title={text.open} lead={text.openLead}>
      <Card>
        <AskForm error={open.error} onSubmit={submit} className="grid max-w-xl gap-3">
          <TextField name="name" label={text.name} maxLength={80} isRequired />
          <NumberField
            name="yenPerKg"
            label={text.yenPerKg}
            unit={marketplace.yen}
            minValue={1}
            defaultValue={10}
            isRequired
          />
          <TextField name="fromDay" type="date" label={text.fromDay} defaultValue={today} isRequired />
          <TextField name="toDay" type="date" label={text.toDay} defaultValue={today} isRequired />
          <Button type="submit" icon="plus" isPending={open.isPending} className="justify-self-start">
            {text.submit}
          </Button>
        </AskForm>
      </Card>
    </Section>
  )
}
