import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { findFreePort } from '../src/net/port.js'
import { findProcess, isAlive } from '../src/supervisor/identity.js'
import { listPidFiles } from '../src/supervisor/pidFile.js'
import { refuseStart, startStack } from './harness/stack.js'
import { until } from './harness/until.js'

const newFolder = () => mkdtempSync(join(tmpdir(), 'touchstone-start-'))
const sentences = (output: string) => output.split('\n').filter((line) => line.startsWith('touchstone: '))
const lastSentence = (output: string) => sentences(output).findLast((line) => !/stopping|stopped/.test(line))

describe('npm start refuses in one sentence', () => {
  it.each([
    [{ WEB_PORT: 'abc' }, /^touchstone: WEB_PORT is "abc": expected a port between 1 and 65535/],
    [{ API_PORT: '' }, /^touchstone: API_PORT is empty: expected a port between 1 and 65535/],
    [{ NETWORK: 'nowhere' }, /^touchstone: No network file at .*nowhere\.json/],
  ])('%j', async (env, sentence) => {
    const { code, output } = await refuseStart({ DATA_DIR: newFolder(), ...env })
    expect(lastSentence(output)).toMatch(sentence)
    expect(output).not.toMatch(/\n\s+at /)
    expect(code).toBe(78)
  })

  it('a busy port, with the variable to set', async () => {
    const busy = new URL(inject('webUrl')).port
    const { code, output } = await refuseStart({ DATA_DIR: newFolder(), WEB_PORT: busy })
    expect(lastSentence(output)).toMatch(new RegExp(`^touchstone: Port ${busy} is in use .* WEB_PORT`))
    expect(code).toBe(78)
  })

  it('a second stack on the same folder', async () => {
    const { code, output } = await refuseStart({ DATA_DIR: inject('dataDir') })
    expect(lastSentence(output)).toMatch(/^touchstone: Another stack \(process \d+\) already uses /)
    expect(code).toBe(78)
  })

  it('an RPC that does not answer', async () => {
    const NETWORK = join(inject('dataDir'), 'network.json')
    const ports = { WEB_PORT: `${await findFreePort()}`, API_PORT: `${await findFreePort()}` }
    const { code, output } = await refuseStart({
      ...{ DATA_DIR: newFolder(), NETWORK, RPC_URL: 'http://127.0.0.1:9' },
      ...ports,
    })
    expect(lastSentence(output)).toMatch(/^touchstone: The RPC at 127\.0\.0\.1:9 does not answer: .*RPC_URL/)
    expect(code).toBe(78)
  })
})

describe('a stack of its own', () => {
  it('runs beside the other, stops without orphans, resumes with the same agents, and survives kill -9', async () => {
    const dataDir = newFolder()
    const first = await startStack({ dataDir })
    const running = listPidFiles(dataDir)
    const names = running.map(({ name }) => name).toSorted()
    expect(names, first.output()).toEqual(['api', 'auditor', 'devnet', 'gateway', 'indexer', 'postgres', 'web'])
    const before = JSON.parse(readFileSync(join(dataDir, 'network.json'), 'utf8'))
    const { code, tookMs } = await first.end('SIGTERM')
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(12_000)
    for (const { identity } of running) expect(findProcess(identity.pid)).toBeUndefined()
    expect(listPidFiles(dataDir)).toEqual([])

    const again = await startStack({ dataDir })
    const after = JSON.parse(readFileSync(join(dataDir, 'network.json'), 'utf8'))
    expect(after.examples).toEqual(before.examples)
    expect(after.contracts).toEqual(before.contracts)

    // The supervisor itself is killed: its Node processes end by themselves, the next start stops the database.
    const orphans = listPidFiles(dataDir)
    process.kill(JSON.parse(readFileSync(join(dataDir, 'stack.lock'), 'utf8')).pid, 'SIGKILL')
    await until('only the database is left', async () => {
      const left = orphans.filter(({ identity }) => isAlive(identity))
      return left.map(({ name }) => name).join() === 'postgres' || undefined
    })
    const third = await startStack({ dataDir, webPort: again.webPort, apiPort: again.apiPort })
    expect(third.output()).toContain('stopped what an earlier start had left running: postgres')
    for (const { identity } of orphans) expect(isAlive(identity)).toBe(false)
    expect((await third.end('SIGINT')).code).toBe(0)
    rmSync(dataDir, { recursive: true, force: true })
  })
})
