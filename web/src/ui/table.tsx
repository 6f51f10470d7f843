/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role --
   Some browsers take an element's role away when it is shown otherwise than as a table. */
import type { ReactNode } from 'react'
import { named } from './name.tsx'

export type Column<Row> = {
  title: string
  cell: (row: Row) => ReactNode
  /** Numbers stand right-aligned under each other. */
  align?: 'end'
  /** The cell that names the row. */
  names?: boolean
  /** How many sixths of a line it takes where the table is narrow; words take three, numbers two. */
  narrow?: keyof typeof spans
}

type TableProps<Row> = {
  /** What the table shows; readers hear it, others see it only where nothing above says it. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  showsCaption?: boolean
}

const spans = {
  2: '@max-md:col-span-2',
  3: '@max-md:col-span-3',
  4: '@max-md:col-span-4',
  6: '@max-md:col-span-6',
} as const

/** Two columns fit a phone; with more each row stands as a card of its own where it is narrow. */
const MOST_BESIDE = 2

/**
 * A table. Where it is narrow the cells of a row stand below its name, each under its heading, two words or three numbers in a
 * line, since a column that has to be scrolled to is a column nobody reads. Elements shown otherwise than as a table lose what they are to a reader of
 * screens, so the roles are named.
 */
export function Table<Row>({ caption, columns, rows, keyOf, showsCaption = false }: TableProps<Row>) {
  const stacks = columns.length > MOST_BESIDE
  // Three numbers fit in a line; a fourth alone in the next would look like one of another kind.
  const numbers = columns.filter(({ align, names }) => align === 'end' && !names).length
  const words = columns.filter(({ align, names }) => align !== 'end' && !names).length
  const numberSpan = numbers > 1 && numbers % 3 === 1 ? 3 : 2
  const wordSpan = words === 1 && numbers <= 1 ? 4 : 3
  const whenNarrow = (classes: string) => (stacks ? classes : '')
  return (
    // A region that scrolls must be reachable by keyboard.
    <div role="region" aria-label={caption} tabIndex={0} className="card @container overflow-x-auto">
      <table role="table" className={`w-full border-collapse text-std-16N-170 ${whenNarrow('@max-md:block')}`}>
        <caption className={showsCaption ? `p-4 text-start font-bold ${whenNarrow('@max-md:block')}` : 'sr-only'}>
          {caption}
        </caption>
        <thead role="rowgroup" className={whenNarrow('@max-md:sr-only')}>
          <tr role="row" className="border-b border-line bg-mist">
            {columns.map(({ title, align }) => (
              <th
                key={title}
                role="columnheader"
                scope="col"
                className={`px-4 py-3 text-dns-14B-130 whitespace-nowrap text-soft ${align === 'end' ? 'text-end' : 'text-start'}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className={whenNarrow('@max-md:block')}>
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              role="row"
              className={`border-b border-line last:border-0 ${whenNarrow('@max-md:grid @max-md:grid-cols-6 @max-md:gap-x-4 @max-md:gap-y-2.5 @max-md:p-4')}`}
            >
              {columns.map(({ title, cell, align, names, narrow = align === 'end' ? numberSpan : wordSpan }) => {
                const beside = align === 'end' ? 'figures text-end whitespace-nowrap' : 'min-w-32 text-start'
                const className = `px-4 py-3 align-top ${beside}`
                if (names) {
                  return (
                    <th
                      key={title}
                      role="rowheader"
                      scope="row"
                      className={`${className} font-bold ${whenNarrow('@max-md:col-span-full @max-md:block @max-md:p-0 @max-md:text-start @max-md:whitespace-normal')}`}
                    >
                      {named(cell(row))}
                    </th>
                  )
                }
                return (
                  <td
                    key={title}
                    role="cell"
                    className={`group/cell ${className} ${whenNarrow('@max-md:block @max-md:min-w-0 @max-md:p-0 @max-md:text-start @max-md:whitespace-normal')} ${whenNarrow(spans[narrow])}`}
                  >
                    {stacks && (
                      // Readers of screens hear the heading from the table itself, and a button says itself what it does.
                      <span
                        aria-hidden="true"
                        className="mb-0.5 block text-dns-14N-130 text-soft group-has-[[data-button]]/cell:hidden @md:hidden"
                      >
                        {title}
                      </span>
                    )}
                    {named(cell(row))}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Facts as name and value, one below the other. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid sm:grid-cols-[fit-content(40%)_1fr]">
      {facts.map(([name, value]) => (
        <div
          key={name}
          className="grid items-baseline gap-x-6 border-b border-line py-2 last:border-0 sm:col-span-2 sm:grid-cols-subgrid"
        >
          <dt className="text-dns-14B-130 text-soft">{name}</dt>
          <dd className="min-w-0">{named(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
