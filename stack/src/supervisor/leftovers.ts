import { setTimeout as delay } from 'node:timers/promises'
import { isAlive, listGroup, type ProcessIdentity } from './identity.js'
import { listPidFiles, removePidFile } from './pidFile.js'

const GRACE_MS = 5_000

/**
 * Stops what a supervisor that was killed has left running on this folder. A process counts as ours only where number and
 * start time are the remembered ones; members of its group only where their environment names this folder.
 * @returns the names of what was stopped.
 */
export async function stopLeftovers(dataDir: string): Promise<string[]> {
  const stopped: string[] = []
  // In the order in which a stack is stopped: the database last.
  const remembered = listPidFiles(dataDir).sort((a, b) => Number(a.name === 'postgres') - Number(b.name === 'postgres'))
  for (const { name, identity } of remembered) {
    if (await stopGroup(name, identity, dataDir)) stopped.push(name)
    removePidFile(dataDir, name)
  }
  return stopped
}

async function stopGroup(name: string, leader: ProcessIdentity, dataDir: string): Promise<boolean> {
  const wasAlive = isAlive(leader)
  if (wasAlive) {
    // PostgreSQL waits for its clients on SIGTERM and sends them away on SIGINT.
    signal(leader.pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM')
    const deadline = Date.now() + GRACE_MS
    while (isAlive(leader) && Date.now() < deadline) await delay(50)
    if (isAlive(leader)) signal(leader.pid, 'SIGKILL')
  }
  const members = listGroup(leader.pid, `DATA_DIR=${dataDir}`)
  for (const pid of members) signal(pid, 'SIGKILL')
  return wasAlive || members.length > 0
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
