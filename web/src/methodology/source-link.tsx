import type { FactorSource } from '@morinowa/shared/methodology/factor.ts'

/** A source by its publisher, or by its title where that says more; a link where it has an address. */
export function SourceLink({
  source: { title, publisher, url },
  full = false,
}: {
  source: FactorSource
  full?: boolean
}) {
  const name = full ? title : publisher || title
  if (!/^https?:/.test(url)) return name
  return (
    <a href={url} className="link" rel="noreferrer" target="_blank">
      {name}
    </a>
  )
}
