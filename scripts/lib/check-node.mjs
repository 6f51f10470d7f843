// Read by any Node since 14, so that an old one says what is wrong instead of failing on syntax.

/** Ends the program when this Node is older than the one the project needs. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  process.stderr.write(
    `Node.js 20.19 以降が必要です（いまは ${process.versions.node}）。https://nodejs.org/ から新しい版を入れてください。\n` +
      `Node.js 20.19 or newer is needed (this is ${process.versions.node}); install a newer one from https://nodejs.org/\n`,
  )
  process.exit(1)
}
