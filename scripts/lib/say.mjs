// What the scripts print: one line, Japanese first.

/** A line of progress. */
export function say(ja, en) {
  process.stdout.write(`${ja}  ${en}\n`)
}

/** Ends the program with one plain sentence in each language. */
export function fail(ja, en) {
  process.stderr.write(`${ja}\n${en}\n`)
  process.exit(1)
}
