import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import {
  getSchemeEndpoint,
  listSchemesEndpoint,
  type Scheme,
  type SchemeId,
} from '@morinowa/shared/schemes/contract.ts'
import type { Sale } from '@morinowa/shared/schemes/scheme-rule.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { call, newRequestId, UnreachableError } from '../app/api-client.ts'
import { worthOf } from './scheme-terms.ts'
import { forgetOld, sendWaiting } from './send-sales.ts'
import { forgetSales, keepSales, keepScheme, keptScheme, salesAtTill, type TillSale } from './till-store.ts'

const TRY_AGAIN_MS = 15_000

/** The scheme of a till: from the server, or without a connection as this device last saw it. */
export function useTillScheme(schemeId: string) {
  return useQuery({
    queryKey: ['till', 'scheme', schemeId],
    networkMode: 'always',
    retry: false,
    queryFn: async (): Promise<Scheme> => {
      try {
        const scheme = await call(getSchemeEndpoint, { params: { id: schemeId as SchemeId } })
        await keepScheme(scheme)
        return scheme
      } catch (error) {
        const kept = error instanceof UnreachableError ? await keptScheme(schemeId) : undefined
        if (!kept) throw error
        return kept
      }
    },
  })
}

/** What was pressed: the part of a sale that the till adds its number and time to. */
export type Pressed = { label: string; sale: Omit<Sale, 'externalId' | 'at'> }

/** The till of one scheme: its sales on this device, and the pressing, sending and taking back of them. */
export function useTill(scheme: Scheme) {
  const client = useQueryClient()
  const key = ['till', 'sales', scheme.id]
  const sales = useQuery({ queryKey: key, networkMode: 'always', queryFn: () => salesAtTill(scheme.id) })
  const reread = () => client.invalidateQueries({ queryKey: key })

  const sending = useMutation({
    networkMode: 'always',
    mutationFn: () => sendWaiting(scheme.id),
    onSuccess: async (answer) => {
      if (!answer) return
      const { fundYen, attachedG, availableG } = answer
      const now = { ...scheme, fundYen, attachedG, availableG } as Scheme
      client.setQueryData(['till', 'scheme', scheme.id], now)
      await keepScheme(now)
      await client.invalidateQueries({ queryKey: [listSchemesEndpoint.path] })
    },
    onSettled: reread,
  })

  const pressing = useMutation({
    networkMode: 'always',
    mutationFn: async (pressed: Pressed) => {
      await keepSales([saleOf(scheme, pressed)])
      await reread()
    },
    onSuccess: () => sending.mutate(),
  })

  // Sends what an earlier visit left, again whenever the connection returns, and now and then in between.
  const trySending = useEffectEvent(async () => {
    const waiting = (await salesAtTill(scheme.id)).some(({ state }) => state === 'waiting')
    if (waiting && !sending.isPending) sending.mutate()
  })
  useEffect(() => {
    const attempt = () => void trySending()
    void forgetOld(scheme.id).then(attempt)
    const timer = setInterval(attempt, TRY_AGAIN_MS)
    addEventListener('online', attempt)
    return () => {
      clearInterval(timer)
      removeEventListener('online', attempt)
    }
  }, [scheme.id])

  const found = sales.data ?? []
  const today = dayOf(new Date().toISOString())
  return {
    sales: found,
    waiting: found.filter(({ state }) => state === 'waiting'),
    refused: found.filter(({ state }) => state === 'refused'),
    today: found.filter((sale) => dayOf(sale.madeAt) === today && (sale.state === 'waiting' || sale.state === 'sent')),
    press: pressing.mutate,
    notSaved: pressing.error,
    isSending: sending.isPending,
    sendError: sending.error,
    send: () => sending.mutate(),
    /** Takes back what has not been sent yet: it then never was. */
    forget: async (ids: readonly string[]) => {
      await forgetSales(ids)
      await reread()
    },
    mark: async (sale: TillSale) => {
      await keepSales([sale])
      await reread()
    },
  }
}

export type Till = ReturnType<typeof useTill>

function saleOf(scheme: Scheme, { label, sale }: Pressed): TillSale {
  const madeAt = new Date().toISOString()
  const externalId = `till-${madeAt.slice(0, 10)}-${newRequestId().slice(0, 13)}`
  const whole = { ...sale, externalId, at: madeAt } as Sale
  const { massG, yen } = worthOf(scheme, whole)
  return {
    externalId,
    schemeId: scheme.id,
    sale: whole,
    label,
    massG,
    yen,
    madeAt,
    state: 'waiting',
    reason: null,
    claims: [],
  }
}

/** Whether the device believes to be connected. */
export function useIsOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine)
}

function subscribe(changed: () => void): () => void {
  addEventListener('online', changed)
  addEventListener('offline', changed)
  return () => {
    removeEventListener('online', changed)
    removeEventListener('offline', changed)
  }
}
