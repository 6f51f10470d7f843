import { Text } from 'react-aria-components'
import { Fault } from './fault.tsx'

type HelpProps = { description?: string | undefined; type?: string | undefined; isInline?: boolean }

/**
 * A field's description, or what is wrong with it, on the same line, which is kept free: a button below must not move
 * away from under the pointer when leaving a field shows its fault. The field around it is a `group/field`.
 */
export function Help({ description, type, isInline = false }: HelpProps) {
  return (
    <div className={`grid *:[grid-area:1/1] ${isInline ? '' : 'mt-1 min-h-6'}`}>
      {description && (
        <Text slot="description" className="text-dns-14N-130 text-soft group-data-[invalid]/field:invisible">
          {description}
        </Text>
      )}
      <Fault type={type} />
    </div>
  )
}
