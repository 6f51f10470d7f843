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

/** A table that scrolls sideways inside itself on a phone; short headings stay on one line. */
export function Table<Row>({ caption, columns, rows, keyOf, showsCaption = false }: TableProps<Row>) {
  return (
    // A region that scrolls must be reachable by keyboard.
    <div role="region" aria-label={caption} tabIndex={0} className="card overflow-x-auto">
      <table className="w-full border-collapse text-std-16N-170">
        <caption className={showsCaption ? 'p-4 text-start font-bold' : 'sr-only'}>{caption}</caption>
        <thead>
          <tr className="border-b border-line bg-mist">
            {columns.map(({ title, align }) => (
              <th
                key={title}
                scope="col"
                className={`px-4 py-3 text-dns-14B-130 whitespace-nowrap text-soft ${align === 'end' ? 'text-end' : 'text-start'}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b border-line last:border-0">
              {columns.map(({ title, cell, align, names }) => {
                const className = `px-4 py-3 align-top ${align === 'end' ? 'figures text-end whitespace-nowrap' : 'min-w-32 text-start'}`
                return names ? (
                  <th key={title} scope="row" className={`${className} font-bold`}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={title} className={className}>
                    {cell(row)}
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
