import type { Bilingual } from '@morinowa/shared/kernel/text.ts'
import type { Scheme } from '@morinowa/shared/schemes/contract.ts'
import type { Sale } from '@morinowa/shared/schemes/scheme-rule.ts'

// What a till keeps on its device: sales until they are known to have arrived, and the scheme as it was last seen. Written
// to IndexedDB with strict durability before the press is answered, so that a flat battery loses nothing.

export type TillSale = {
  externalId: string
  schemeId: string
  /** As the contract wants it. */
  sale: Sale
  /** What was pressed, in the words of that moment. */
  label: string
  massG: number
  yen: number
  madeAt: string
  state: 'waiting' | 'sent' | 'refused' | 'returned'
  /** Why it was not accepted. */
  reason: Bilingual | null
  claims: { code: string; url: string }[]
}

const NAME = 'morinowa-till'
const VERSION = 1
const BY_SCHEME = 'byScheme'

let opened: Promise<IDBDatabase> | undefined

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('sale', { keyPath: 'externalId' }).createIndex(BY_SCHEME, 'schemeId')
      request.result.createObjectStore('scheme', { keyPath: 'id' })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  return opened
}

/** One transaction on one store; resolves once it is on the disk. */
async function inStore<T>(
  store: 'sale' | 'scheme',
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T> | undefined,
): Promise<T | undefined> {
  const transaction = (await database()).transaction(store, mode, { durability: 'strict' })
  const request = work(transaction.objectStore(store))
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result)
    transaction.onerror = () => reject(transaction.error)
    transaction.onabort = () => reject(transaction.error)
  })
}

/** The till's sales of a scheme, the newest first. */
export async function salesAtTill(schemeId: string): Promise<TillSale[]> {
  const found = await inStore<TillSale[]>('sale', 'readonly', (store) => store.index(BY_SCHEME).getAll(schemeId))
  return (found ?? []).toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1))
}

export async function keepSales(sales: readonly TillSale[]): Promise<void> {
  await inStore('sale', 'readwrite', (store) => {
    for (const sale of sales) store.put(sale)
    return undefined
  })
}

export async function forgetSales(externalIds: readonly string[]): Promise<void> {
  await inStore('sale', 'readwrite', (store) => {
    for (const externalId of externalIds) store.delete(externalId)
    return undefined
  })
}

export async function keepScheme(scheme: Scheme): Promise<void> {
  await inStore('scheme', 'readwrite', (store) => store.put(scheme))
}

export function keptScheme(id: string): Promise<Scheme | undefined> {
  return inStore<Scheme | undefined>('scheme', 'readonly', (store) => store.get(id))
}
