import { useText } from '../app/text.tsx'
import { Button } from './button.tsx'

/** Fetches the next page of a list, as long as there is one. */
export function More({
  list,
}: {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}) {
  const { shell } = useText()
  if (!list.hasNextPage) return null
  return (
    <p className="mt-4 text-center print:hidden">
      <Button look="secondary" isPending={list.isFetchingNextPage} onPress={() => list.fetchNextPage()}>
        {shell.states.more}
      </Button>
    </p>
  )
}
