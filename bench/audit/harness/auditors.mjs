/** The built auditor in processes of its own, and what can be seen of them from outside. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../../index/harness/child.mjs'
import { peakMemory } from '../../index/harness/memory.mjs'

/** Of /proc: Linux counts processor time in hundredths. */
const TICKS_A_SECOND = 100
/** Those of `npm start` and docker-compose.yml. */
const FLAGS = ['--max-semi-space-size=8', '--single-threaded-gc']

/**
 * Starts one auditor as the stack does. All of one run share the folder: blobs, key and log, as replicas do.
 * @param {{ databaseUrl: string, networkFile: string, folder: string, env?: Record<string, string> }} place
 */
export function startAuditor({ databaseUrl, networkFile, folder, env = {} }) {
  const own = { DATABASE_URL: databaseUrl, NETWORK: networkFile, DATA_DIR: join(folder, 'auditor'), LOG_LEVEL: 'error' }
  const child = startChild(['node', ...FLAGS, 'auditor/dist/main.js'], {
    env: { MALLOC_ARENA_MAX: '2', ...own, ...env },
  })
  return {
    ...child,
    /** Seconds of processor time so far, all threads. */
    cpuSeconds: () => cpuSeconds(child.pid),
    peakMemory: () => peakMemory(child.pid),
    holdTo: (share) => hold(child, share),
    /** @throws Error with the end of its output where it has ended by itself: no killing explains that. */
    kill() {
      if (child.hasEnded()) throw new Error(`An auditor ended by itself:\n${child.output().slice(-3000)}`)
      process.kill(child.pid, 'SIGKILL')
      return child.exited
    },
  }
}

const LOOK_EVERY_MS = 20
/** Processor time that a process may have saved up while it waited, so that waiting is not made good. */
const MOST_SAVED_S = 0.05

/**
 * Holds a process to a share of one core, all threads together, until the returned function is called: it is stopped
 * whenever it has used what it had coming.
 */
function hold({ pid, hasEnded }, share) {
  let [left, used, at] = [0, cpuSeconds(pid), performance.now()]
  const timer = setInterval(() => {
    if (hasEnded()) return clearInterval(timer)
    const [usedNow, now] = [cpuSeconds(pid), performance.now()]
    left = Math.min(left + (share * (now - at)) / 1000, MOST_SAVED_S) - (usedNow - used)
    ;[used, at] = [usedNow, now]
    process.kill(pid, left < 0 ? 'SIGSTOP' : 'SIGCONT')
  }, LOOK_EVERY_MS)
  return () => {
    clearInterval(timer)
    if (!hasEnded()) process.kill(pid, 'SIGCONT')
  }
}

function cpuSeconds(pid) {
  // The name in parentheses may hold spaces; utime and stime are the 14th and 15th field.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
}
