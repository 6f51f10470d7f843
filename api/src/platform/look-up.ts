/**
 * Looks many things up in one statement: whatever is asked for until the requests that have arrived were read goes
 * together. Nothing is remembered.
 * @param find values by their keys; what is missing is undefined.
 */
export function lookUp<Key, Value>(
  find: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): (key: Key) => Promise<Value | undefined> {
  let asked: { key: Key; resolve: (value: Value | undefined) => void; reject: (error: unknown) => void }[] = []

  async function flush(): Promise<void> {
    const group = asked
    asked = []
    try {
      const found = await find([...new Set(group.map(({ key }) => key))])
      for (const { key, resolve } of group) resolve(found.get(key))
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      if (asked.push({ key, resolve, reject }) === 1) setImmediate(() => void flush())
    })
}
