/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role --
   Some browsers take an element's role away when it is shown otherwise than as a table. */
import type { ReactNode } from 'react'

export type Column<Row> = {
  title: string
  cell: (row: Row) => ReactNode
  /** Numbers stand right-aligned under each other. */
  align?: 'end'
  /** The cell that names the row. */
  names?: boolean
}

type TableProps<Row> = {
  /** What the table shows; readers hear it, others see it only where nothing above says it. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  showsCaption?: boolean
}

/** Two columns fit a phone; with more each row stands as a card of its own where it is narrow. */
const MOST_BESIDE = 2

/**
 * A table. Where it is narrow the cells of a row stand below each other, each with its heading, since a column that has to be
 * scrolled to is a column nobody reads. Elements shown otherwise than as a table lose what they are to a reader of
 * screens, so the roles are named.
 */
export function Table<Row>({ caption, columns, rows, keyOf, showsCaption = false }: TableProps<Row>) {
  const stacks = columns.length > MOST_BESIDE
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
              className={`border-b border-line last:border-0 ${whenNarrow('@max-md:grid @max-md:gap-2 @max-md:p-4')}`}
            >
              {columns.map(({ title, cell, align, names }) => {
                const beside = align === 'end' ? 'figures text-end whitespace-nowrap' : 'min-w-32 text-start'
                const className = `px-4 py-3 align-top ${beside}`
                if (names) {
                  return (
                    <th
                      key={title}
                      role="rowheader"
                      scope="row"
                      className={`${className} font-bold ${whenNarrow('@max-md:block @max-md:p-0 @max-md:text-start @max-md:whitespace-normal')}`}
                    >
                      {cell(row)}
                    </th>
                  )
                }
                return (
                  <td
                    key={title}
                    role="cell"
                    className={`${className} ${whenNarrow('@max-md:flex @max-md:items-baseline @max-md:justify-between @max-md:gap-4 @max-md:p-0')}`}
                  >
                    {stacks && (
                      // Readers of screens hear the heading from the table itself.
                      <span
                        aria-hidden="true"
                        className="shrink-0 text-start text-dns-14N-130 whitespace-normal text-soft @md:hidden"
                      >
                        {title}
                      </span>
                    )}
                    {stacks ? <div className="min-w-0 @max-md:text-end">{cell(row)}</div> : cell(row)}
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
    <dl className="grid gap-x-6 sm:grid-cols-[max-content_1fr]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="pt-2 text-dns-14B-130 text-soft sm:border-b sm:border-line sm:py-3">{name}</dt>
          <dd className="min-w-0 border-b border-line pb-2 sm:py-2">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
