import { Unable } from '@morinowa/shared/kernel/unable.ts'
import type { Config } from './config.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { checkDatabase } from './open-deps.ts'
import { type Closing, say } from './process.ts'

/**
 * The address of the database to use: the one of DATABASE_URL, or the one in the data folder, which is started, taken
 * over from a killed run, or shared with a process that runs it already. `alone` refuses to share.
 * @throws Unable when there is none to be had.
 */
export async function useDatabase(config: Config, closing: Closing, { alone = false } = {}): Promise<string> {
  if (config.databaseUrl) {
    await checkDatabase(config.databaseUrl)
    return config.databaseUrl
  }
  const server = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    onMoved: (folder) =>
      say(
        `利用者 postgres が入れないフォルダーなので、データベースは ${folder} に置きます。`,
        `The user postgres cannot enter this folder, so the database is kept in ${folder}.`,
      ),
  })
  closing.add(() => server.stop())
  if (alone && !server.owned) {
    throw new Unable(
      `${config.dataDir} のデータはすでに起動中の Morinowa が使っています。`,
      `The data in ${config.dataDir} is in use by a Morinowa that is running already.`,
    )
  }
  server.keepAlive((event, error) => {
    if (error !== undefined) process.stderr.write(`${error}\n`)
    else if (event === 'lost')
      say('データベースが止まりました。もう一度起動します…', 'The database has stopped; starting it again…')
    else say('データベースが戻りました。', 'The database is back.')
  })
  return server.url()
}
