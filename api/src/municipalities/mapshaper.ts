/// <reference path="./mapshaper.d.ts" />

/** Files by name: GeoJSON or TopoJSON as text. */
export type Files = Record<string, string | Buffer>

/**
 * Runs mapshaper on files in memory and answers the files it wrote. It is loaded only here and only when called,
 * because nothing but the making and importing of boundaries needs it.
 * @throws Error with mapshaper's own sentence when a command or a file is not understood.
 */
export async function runMapshaper(commands: readonly string[], input: Files = {}): Promise<Files> {
  const { default: mapshaper } = await import('mapshaper')
  return mapshaper.applyCommands(commands.join(' '), input)
}
