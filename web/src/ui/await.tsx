import type { ReactNode } from 'react'
import { useText } from '../app/text.tsx'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { RefusalNote } from './note.tsx'

/** A reading as `useQuery` and `usePages` return it. */
export type Read<T> = {
  data: T | undefined
  isError: boolean
  error: Error | null
  isFetching: boolean
  refetch: () => unknown
}

/** Shows what was read, or that it is on its way, or why it did not come and a way to ask again. */
export function Await<T>({ query, children }: { query: Read<T>; children: (data: T) => ReactNode }) {
  const { shell } = useText()
  if (query.data !== undefined) return children(query.data)
  if (query.isError) {
    return (
      <div className="grid justify-items-start gap-3">
        <RefusalNote error={query.error} takesFocus={false} wasReading />
        <Button look="secondary" isPending={query.isFetching} onPress={() => query.refetch()}>
          {shell.states.retry}
        </Button>
      </div>
    )
  }
  return <Loading />
}

/** What stands below a list whose length is not known comes once the list has, so that nothing moves under a finger. */
export function After({ query, children }: { query: Pick<Read<unknown>, 'data' | 'isError'>; children: ReactNode }) {
  return query.data !== undefined || query.isError ? children : null
}

export function Loading() {
  const { shell } = useText()
  return (
    <div role="status" className="grid gap-3 py-2">
      <span className="sr-only">{shell.states.loading}</span>
      <span aria-hidden="true" className="h-6 w-2/3 animate-pulse rounded-8 bg-line motion-reduce:animate-none" />
      <span aria-hidden="true" className="h-6 w-1/2 animate-pulse rounded-8 bg-line motion-reduce:animate-none" />
    </div>
  )
}

/** Nothing here yet, and the next thing to do about it. */
export function Empty({
  icon = 'leaf',
  title,
  children,
  action,
}: {
  icon?: IconName
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="grid justify-items-center gap-2 rounded-16 border border-dashed border-edge px-6 py-10 text-center">
      <Icon name={icon} className="size-10 text-forest" />
      <p className="font-bold">{title}</p>
      {children && <div className="phrase max-w-prose text-balance text-soft">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  )
}
