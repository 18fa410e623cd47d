import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findProcess, isAlive } from './identity.js'
import { stopLeftovers } from './leftovers.js'
import { listPidFiles, pidFolder, writePidFile } from './pidFile.js'

const IDLE = 'setInterval(() => {}, 1000)'
/** Starts a child in its own group and prints its number, as a devnet does with its chain. */
const WITH_CHILD = `const child = require('node:child_process').spawn(process.execPath, ['-e', '${IDLE}'], {stdio: 'ignore'})
console.log(child.pid); ${IDLE}`

const started: ChildProcess[] = []

async function start(code: string, dataDir: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', code], { detached: true, env: { DATA_DIR: dataDir } })
  started.push(child)
  await once(child, 'spawn')
  return child
}

function identify(pid: number | undefined) {
  const identity = findProcess(pid ?? 0)
  if (!identity) throw new Error(`nobody runs as ${pid}`)
  return identity
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

describe('stopLeftovers', () => {
  it('stops what it remembers and forgets it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leftovers-'))
    const child = await start(IDLE, folder)
    const identity = identify(child.pid)
    writePidFile(folder, 'api', identity.pid)
    expect(JSON.parse(readFileSync(join(pidFolder(folder), 'api.json'), 'utf8'))).toEqual(identity)
    expect(await stopLeftovers(folder)).toEqual(['api'])
    expect(isAlive(identity)).toBe(false)
    expect(listPidFiles(folder)).toEqual([])
  })

  it('leaves a stranger alone who runs under a remembered number', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leftovers-'))
    const stranger = await start(IDLE, '/somewhere/else')
    const identity = identify(stranger.pid)
    writePidFile(folder, 'api', identity.pid)
    writeFileSync(join(pidFolder(folder), 'api.json'), JSON.stringify({ ...identity, started: 'earlier' }))
    expect(await stopLeftovers(folder)).toEqual([])
    expect(isAlive(identity)).toBe(true)
  })

  it('stops the children of a leader that is gone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leftovers-'))
    const leader = await start(WITH_CHILD, folder)
    const [line] = (await once(leader.stdout ?? leader, 'data')) as [Buffer]
    const grandchild = identify(Number(line.toString()))
    writePidFile(folder, 'devnet', identify(leader.pid).pid)
    leader.kill('SIGKILL')
    await once(leader, 'exit')
    expect(isAlive(grandchild)).toBe(true)
    expect(await stopLeftovers(folder)).toEqual(['devnet'])
    await expect.poll(() => isAlive(grandchild), { timeout: 5_000 }).toBe(false)
  })
})
