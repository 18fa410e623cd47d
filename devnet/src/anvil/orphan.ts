import { existsSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const END_MS = 10_000

/**
 * Ends an anvil that outlived a killed devnet, so that two never write one state. The process is ended only if its
 * command line names this very state file: its number may belong to somebody else by now.
 */
export async function endOrphan(pidFile: string, stateFile: string): Promise<void> {
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8'))
  if (Number.isSafeInteger(pid) && pid > 1 && isOurs(pid, stateFile)) {
    process.kill(pid, 'SIGTERM')
    const deadline = Date.now() + END_MS
    while (isOurs(pid, stateFile) && Date.now() < deadline) await sleep(50)
    if (isOurs(pid, stateFile)) process.kill(pid, 'SIGKILL')
  }
  rmSync(pidFile, { force: true })
}

function isOurs(pid: number, stateFile: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(stateFile)
  } catch {
    return false // Gone, or a system without /proc, where the busy port is all that is seen of an orphan.
  }
}
