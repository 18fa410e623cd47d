import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CHAIN_ID, connect } from '../chain/connect.js'
import { choosePorts } from '../ports.js'
import { until } from '../testing/until.js'
import { Anvil } from './anvil.js'

let folder: string
let port: number
let anvil: Anvil | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anvil-test-'))
  port = (await choosePorts(join(folder, 'ports.json'), ['rpc'], {})).rpc
})

afterEach(async () => {
  await anvil?.stop()
  await rm(folder, { recursive: true, force: true })
})

const start = () => Anvil.start({ folder, port, chainId: CHAIN_ID, log: pino({ level: 'silent' }) })
const pid = async () => Number(await readFile(join(folder, 'anvil.pid'), 'utf8'))

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch {
    return false
  }
}

async function height(): Promise<number | undefined> {
  const chain = connect(anvil?.url ?? '')
  try {
    return Number(await chain.send('eth_blockNumber', []))
  } catch {
    return undefined
  } finally {
    chain.destroy()
  }
}

describe('Anvil', () => {
  it('mines without traffic, and goes on at its height after a clean stop', async () => {
    anvil = await start()
    const before = await until('Block 3', 5_000, async () => ((await height()) ?? 0) >= 3 || undefined)
    expect(before).toBe(true)
    const stopped = (await height()) ?? 0
    await anvil.stop()
    anvil = await start()
    expect(await height()).toBeGreaterThanOrEqual(stopped)
  }, 20_000)

  it('is started again when it dies', async () => {
    anvil = await start()
    const first = await pid()
    process.kill(first, 'SIGKILL')
    await until(
      'Another process',
      10_000,
      async () => ((await pid()) !== first && (await height()) !== undefined) || undefined,
    )
    expect(await pid()).not.toBe(first)
  }, 20_000)

  it('ends the process that a killed run left, by its state file alone', async () => {
    anvil = await start()
    const orphan = await pid()
    await Anvil.endOrphan(folder)
    await until('The end of the process', 5_000, async () => !isAlive(orphan) || undefined)
    await anvil.stop()
    await writeFile(join(folder, 'anvil.pid'), String(process.pid))
    await Anvil.endOrphan(folder)
    expect(process.kill(process.pid, 0)).toBe(true)
  }, 20_000)

  it('says in one sentence that the kept chain is damaged', async () => {
    await writeFile(join(folder, 'anvil.json'), '{"block":')
    await expect(start()).rejects.toThrow(/anvil\.json is damaged\. Delete the state folder/)
  }, 20_000)
})
