import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

// A number of a process is used again after it ends; with the moment it began it names one process for good.

/** A name for a running process that no later one will have, or undefined when none runs under this number. */
export function identityOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // The second field is a name in brackets that may hold spaces; the third is the state, Z for a dead one
      // whom nobody buried; the twenty-second is the start in clock ticks since boot.
      const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      return state === 'Z' ? undefined : `${pid} ${fields[18]}`
    } catch {
      return undefined
    }
  }
  try {
    process.kill(pid, 0)
    if (process.platform === 'win32') return String(pid)
    return `${pid} ${execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()}`
  } catch {
    return undefined
  }
}

/** The command line of a running process; empty when it cannot be known. */
export function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    if (process.platform === 'win32') return ''
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
