import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProcess, isAlive, type ProcessIdentity } from './identity.js'

/** Another stack uses the same folder. */
export class LockedError extends Error {
  override name = 'LockedError'
}

/**
 * Claims a state folder for this process. A lock whose owner no longer runs is taken over.
 * @returns what gives it back.
 * @throws LockedError while the owner runs.
 */
export function lockFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, 'stack.lock')
  const claim = `${path}.${process.pid}`
  writeFileSync(claim, JSON.stringify(findProcess(process.pid)))
  try {
    while (!tryLink(claim, path)) {
      const owner = readOwner(path)
      if (owner && isAlive(owner)) throw new LockedError(describe(dataDir, owner.pid))
      dropStale(path, owner)
    }
  } finally {
    rmSync(claim, { force: true })
  }
  return () => {
    if (readOwner(path)?.pid === process.pid) rmSync(path, { force: true })
  }
}

function describe(dataDir: string, pid: number): string {
  return `Another stack (process ${pid}) already uses ${dataDir}: stop it, or start this one with a DATA_DIR, WEB_PORT and API_PORT of its own.`
}

/** A hard link to a finished file appears whole or not at all. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Of two that find the same dead owner, one moves the file away; who moved a live lock by mistake puts it back. */
function dropStale(path: string, seen: ProcessIdentity | undefined): void {
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = readOwner(aside)
  if (moved?.pid !== seen?.pid || moved?.started !== seen?.started) tryLink(aside, path)
  rmSync(aside, { force: true })
}

function readOwner(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity
  } catch {
    return undefined
  }
}
