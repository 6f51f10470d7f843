import type { Invoice } from '@morinowa/shared/marketplace/invoice.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { Status } from '../ui/status.tsx'
import { Facts, Table } from '../ui/table.tsx'
import type { Tone } from '../ui/tone.ts'

const tones: Record<Invoice['state'], Tone> = { due: 'wait', paid: 'good', void: 'plain', credited: 'plain' }
const WHOLE_BP = 10_000

/** An invoice as a sheet of paper, on the screen and printed. */
export function InvoiceSheet({ invoice }: { invoice: Invoice }) {
  const { marketplace } = useText()
  const format = useFormat()
  const text = marketplace.invoice
  const day = (value: string | null) => (value === null ? '—' : format.day(value))
  return (
    <article className="card grid gap-6 p-5 sm:p-8 print:border-0 print:p-0" aria-labelledby="invoice">
      <header className="flex flex-wrap items-start justify-between gap-4">
        <div>
          <h2 id="invoice" className="text-[1.5rem]">
            {invoice.qualified ? text.qualified : text.plain}
          </h2>
          <p className="mt-2 text-[1.125rem] font-bold">{text.to(invoice.receiver.name)}</p>
        </div>
        <Status tone={tones[invoice.state]}>{text.states[invoice.state]}</Status>
      </header>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 border-y-2 border-ink py-3">
        <span className="font-bold">{text.total}</span>
        <span className="figures text-[2rem] font-bold">{format.yen(invoice.totalYen)}</span>
      </p>
      <Facts
        facts={[
          [text.number, invoice.number],
          [text.issuedOn, format.day(invoice.issuedOn)],
          [text.payBy, day(invoice.payBy)],
          [text.deliveredOn, day(invoice.deliveredOn)],
          [text.paidOn, day(invoice.paidOn)],
          [
            text.issuer,
            <>
              {invoice.issuer.name}
              {invoice.issuer.registrationNumber && (
                <span className="block">
                  {text.registration} {invoice.issuer.registrationNumber}
                </span>
              )}
            </>,
          ],
        ]}
      />
      <Table
        caption={text.line}
        rows={invoice.lines}
        keyOf={(line) => line.text}
        columns={[
          { title: text.line, cell: (line) => line.text, names: true },
          { title: text.mass, cell: ({ massG }) => format.exactMassText(massG), align: 'end' },
          {
            title: text.unitPrice,
            cell: ({ priceYenPerTonne, taxIncluded }) =>
              `${format.yen(priceYenPerTonne)} ${taxIncluded ? text.withTax : text.withoutTax}`,
            align: 'end',
          },
          { title: text.amount, cell: ({ amountYen }) => format.yen(amountYen), align: 'end' },
        ]}
      />
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1 sm:justify-self-end">
        {invoice.taxes.map(({ rateBp, amountYen, taxYen }) => (
          <div key={rateBp} className="contents">
            <dt>
              {text.amount}（{text.taxed(format.percent(rateBp / WHOLE_BP))}）
            </dt>
            <dd className="figures text-end">{format.yen(amountYen)}</dd>
            <dt>
              {text.tax}（{format.percent(rateBp / WHOLE_BP)}）
            </dt>
            <dd className="figures text-end">{format.yen(taxYen)}</dd>
          </div>
        ))}
        <dt className="border-t border-line pt-1 font-bold">{text.total}</dt>
        <dd className="figures border-t border-line pt-1 text-end font-bold">{format.yen(invoice.totalYen)}</dd>
        {invoice.credited && (
          <>
            <dt>
              {text.credited(
                format.exactMassText(invoice.credited.massG),
                format.yen(invoice.credited.amountYen),
                format.yen(invoice.credited.taxYen),
              )}
            </dt>
            <dd className="figures text-end">−{format.yen(invoice.credited.totalYen)}</dd>
            <dt className="border-t border-line pt-1 font-bold">{text.remaining}</dt>
            <dd className="figures border-t border-line pt-1 text-end font-bold">
              {format.yen(invoice.totalYen - invoice.credited.totalYen)}
            </dd>
          </>
        )}
      </dl>
      <div>
        <h3 className="text-[1.125rem]">{text.payTo}</h3>
        <p className="whitespace-pre-line">{invoice.paymentDetails ?? text.payToMissing}</p>
        {!invoice.qualified && <p className="mt-2 text-std-16N-170 text-soft">{text.plainNote}</p>}
      </div>
      <div className="print:hidden">
        <Button look="secondary" icon="print" onPress={() => window.print()}>
          {text.print}
        </Button>
      </div>
    </article>
  )
}
