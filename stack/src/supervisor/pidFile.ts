import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProcess, type ProcessIdentity } from './identity.js'

/** Folder of the pid files, one a process: `{"pid": 1234, "started": "…"}`. */
export function pidFolder(dataDir: string): string {
  return join(dataDir, 'pids')
}

/** Remembers a started process beyond the life of this one. Written whole or not at all. */
export function writePidFile(dataDir: string, name: string, pid: number): void {
  const identity = findProcess(pid)
  if (!identity) return
  const path = join(pidFolder(dataDir), `${name}.json`)
  mkdirSync(pidFolder(dataDir), { recursive: true })
  writeFileSync(`${path}.new`, JSON.stringify(identity))
  renameSync(`${path}.new`, path)
}

/** Forgets a process that has ended. */
export function removePidFile(dataDir: string, name: string): void {
  rmSync(join(pidFolder(dataDir), `${name}.json`), { force: true })
}

/** What is remembered, unreadable files left out. */
export function listPidFiles(dataDir: string): { name: string; identity: ProcessIdentity }[] {
  const found: { name: string; identity: ProcessIdentity }[] = []
  for (const file of listFiles(pidFolder(dataDir))) {
    if (!file.endsWith('.json')) continue
    try {
      const identity = JSON.parse(readFileSync(join(pidFolder(dataDir), file), 'utf8')) as ProcessIdentity
      if (Number.isInteger(identity.pid) && identity.pid > 1) found.push({ name: file.slice(0, -5), identity })
    } catch {
      // A file cut short by a power failure names nobody.
    }
  }
  return found
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
