import { type ReturnAnswer, returnSaleEndpoint, type Scheme } from '@morinowa/shared/schemes/contract.ts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { AskForm, NumberField, TextField } from '../ui/field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Qr } from '../ui/qr.tsx'
import { Disclosure } from '../ui/stat.tsx'
import type { TillSale } from './till-store.ts'
import type { Till } from './use-till.ts'

const MOST_SHOWN = 20

/** What was pressed last, with its way back and what the customer may take along; then the returns of earlier sales. */
export function LastSale({ scheme, till }: { scheme: Scheme; till: Till }) {
  const { schemes } = useText()
  const format = useFormat()
  const text = schemes.till
  const takeBack = useTakeBack(scheme, till)
  const last = till.sales.find(({ state }) => state === 'waiting' || state === 'sent')
  return (
    <div className="grid gap-3">
      {last && (
        <div className="card grid gap-3 p-4">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="min-w-0">
              <span className="block text-dns-14N-130 text-soft">
                {text.last} {format.time(last.madeAt)}
              </span>
              <strong>{last.label}</strong>
            </p>
            <Button look="quiet" icon="back" isPending={takeBack.isPending} onPress={() => takeBack.mutate(last)}>
              {text.undo}
            </Button>
          </div>
          <RefusalNote error={takeBack.error} />
          <CustomersClaim sale={last} />
        </div>
      )}
      <div>
        <Dialog opener={<Button look="quiet">{text.return}</Button>} title={text.returnTitle}>
          <Returns scheme={scheme} till={till} />
        </Dialog>
      </div>
    </div>
  )
}

/** What the customer can look up: one code of the sale large, the others counted. */
function CustomersClaim({ sale: { claims } }: { sale: TillSale }) {
  const { schemes } = useText()
  const text = schemes.till
  const [first, ...others] = claims
  if (!first) return null
  return (
    <Disclosure title={text.claim}>
      <div className="flex flex-wrap items-center gap-4">
        <Qr
          value={new URL(first.url, location.origin).href}
          label={`${text.claim} ${first.code}`}
          className="size-32"
        />
        <p>
          <code className="block text-[1.5rem] font-bold tracking-widest">{first.code}</code>
          {text.claimLead}
          {others.length > 0 && <span className="block text-soft">{text.claimMany(others.length)}</span>}
        </p>
      </div>
      {others.length > 0 && <p className="mt-2 font-mono break-words">{others.map(({ code }) => code).join(' ')}</p>}
    </Disclosure>
  )
}

/** Undoes a sale: one that never left this device is dropped, one that did is returned. */
function useTakeBack(scheme: Scheme, till: Till) {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: async (sale: TillSale) => {
      if (sale.state === 'waiting' && !till.isSending) return till.forget([sale.externalId])
      await returnOf(scheme, sale)
      await till.mark({ ...sale, state: 'returned' })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['till', 'scheme', scheme.id] }),
  })
}

/** The number of the return follows from the sale's, so that a lost answer never returns twice. */
function returnOf(scheme: Scheme, { externalId }: TillSale): Promise<ReturnAnswer> {
  return call(returnSaleEndpoint, {
    params: { id: scheme.id },
    body: { externalId, returnId: `return-${externalId}` },
  })
}

function Returns({ scheme, till }: { scheme: Scheme; till: Till }) {
  const { schemes } = useText()
  const format = useFormat()
  const text = schemes.till
  const takeBack = useTakeBack(scheme, till)
  const recent = till.sales.filter(({ state }) => state !== 'refused').slice(0, MOST_SHOWN)
  return (
    <div className="grid gap-5">
      <p className="text-soft">{recent.length === 0 ? text.noSales : text.returnLead}</p>
      <RefusalNote error={takeBack.error} />
      <ul className="grid">
        {recent.map((sale) => (
          <li
            key={sale.externalId}
            className="flex flex-wrap items-center justify-between gap-2 border-b border-line py-1"
          >
            <span className="min-w-0">
              <strong>{sale.label}</strong>
              <span className="block text-dns-14N-130 text-soft">{format.time(sale.madeAt)}</span>
            </span>
            {sale.state === 'returned' ? (
              <span className="text-soft">{text.returnedMark}</span>
            ) : (
              <Button
                look="secondary"
                isPending={takeBack.isPending && takeBack.variables.externalId === sale.externalId}
                onPress={() => takeBack.mutate(sale)}
              >
                {text.return}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Disclosure title={text.returnByNumber}>
        <ReturnByNumber scheme={scheme} />
      </Disclosure>
    </div>
  )
}

/** A sale of another till or another day, by the number on its receipt. */
function ReturnByNumber({ scheme }: { scheme: Scheme }) {
  const { schemes } = useText()
  const format = useFormat()
  const client = useQueryClient()
  const text = schemes.till
  const [quantity, setQuantity] = useState(Number.NaN)
  const back = useCommand(returnSaleEndpoint)

  function submit(form: FormData) {
    const body = {
      externalId: String(form.get('externalId')).trim(),
      ...(!Number.isNaN(quantity) && { quantity }),
    }
    back.mutate(
      { params: { id: scheme.id }, body },
      { onSuccess: () => client.invalidateQueries({ queryKey: ['till', 'scheme', scheme.id] }) },
    )
  }

  return (
    <AskForm error={back.error} onSubmit={submit}>
      <TextField name="externalId" label={text.returnNumber} maxLength={120} isRequired />
      <NumberField
        name="quantity"
        label={text.returnQuantity}
        description={text.returnQuantityHelp}
        minValue={1}
        value={quantity}
        onChange={setQuantity}
      />
      <Button type="submit" look="secondary" isPending={back.isPending}>
        {text.return}
      </Button>
      {back.data && <Note tone="good">{text.returned(format.number(back.data.leftUnits))}</Note>}
    </AskForm>
  )
}
