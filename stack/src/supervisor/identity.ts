import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** A process that can be recognised later: its number alone would do until the system gives it to somebody else. */
export type ProcessIdentity = { pid: number; started: string }

/** Who runs under this number now, or undefined where nobody does. */
export function findProcess(pid: number): ProcessIdentity | undefined {
  const started = existsSync('/proc/self/stat') ? readStartTime(pid) : askStartTime(pid)
  return started === undefined ? undefined : { pid, started }
}

/** Whether exactly this process still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  return findProcess(identity.pid)?.started === identity.started
}

/** Processes of a group whose leader may be gone, as far as they carry `variable` in their environment (Linux only). */
export function listGroup(group: number, variable: string): number[] {
  if (!existsSync('/proc/self/stat')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => readStat(pid)?.group === group && hasVariable(pid, variable))
}

/** Command line, words joined by blanks; undefined where nobody runs or it cannot be read. */
export function findCommand(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ask(pid, 'command=')
  }
}

/** Clock ticks since boot (field 22), with the boot's id since the ticks start again at every boot. */
function readStartTime(pid: number): string | undefined {
  const stat = readStat(pid)
  if (!stat || stat.state === 'Z') return undefined
  return `${readBootId()}:${stat.startTicks}`
}

type Stat = { state: string; group: number; startTicks: string }

function readStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may itself hold blanks and brackets.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', group: Number(fields[2]), startTicks: fields[19] ?? '' }
  } catch {
    return undefined
  }
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return 'unknown'
  }
}

function hasVariable(pid: number, variable: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(variable)
  } catch {
    return false
  }
}

function askStartTime(pid: number): string | undefined {
  return ask(pid, 'lstart=')
}

function ask(pid: number, column: string): string | undefined {
  const answer = spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' })
  return answer.status === 0 && answer.stdout.trim() !== '' ? answer.stdout.trim() : undefined
}
