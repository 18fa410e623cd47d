import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { answerAttacks } from '../testing/story-try'

/** What the devnet does next. */
let mode: 'full' | 'empty' | 'silent' | 'garbage' = 'full'
const server = createServer((request, response) => {
  if (mode === 'silent') return
  const { status, body } = answerAttacks(request.url ?? '', mode)
  response.writeHead(status).end(mode === 'garbage' ? '{"attacks":[{"name":"<b>"}]}' : JSON.stringify(body))
})

/** The module as a web server with this address of a devnet has it. */
async function load(devnetUrl: string) {
  vi.resetModules()
  vi.stubEnv('DEVNET_URL', devnetUrl)
  const { listAttacks, runAttack } = await import('./try-api')
  return { listAttacks, runAttack, ...(await import('./try-json')) }
}

let url: string
beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
})

describe('what the devnet tells of an attack', () => {
  it('is not asked for where there is no devnet', async () => {
    const { listAttacks, runAttack, answerRun } = await load('')
    expect(await listAttacks()).toEqual({ kind: 'no-devnet' })
    expect(await runAttack('mock-key')).toEqual({ kind: 'no-devnet' })
    expect(await runAttack('../x')).toEqual({ kind: 'no-devnet' })
    expect(answerRun(await listAttacks()).status).toBe(404)
  })

  it.each(['../healthz', 'a?b', 'constructor', ''])('is unknown for %j', async (name) => {
    mode = 'full'
    expect((await (await load(url)).runAttack(name)).kind).toBe('unknown')
  })

  it('is kept: while there is no new run the last one is shown, and why', async () => {
    mode = 'full'
    const { runAttack, answerRun } = await load(url)
    const run = await runAttack('mock-key')
    expect(run).not.toHaveProperty('late')
    mode = 'empty'
    expect(await runAttack('mock-key')).toEqual({
      ...run,
      late: { kind: 'waiting', message: 'No inference is billed yet.' },
    })
    expect(await (await answerRun(await runAttack('mock-key'))).json()).toMatchObject({ late: 'waiting' })
    expect(await runAttack('swapped-answer')).toMatchObject({ kind: 'waiting' })
    mode = 'garbage'
    expect(await runAttack('mock-key')).toMatchObject({ kind: 'found', late: { kind: 'away' } })
  })

  it('is away where it has another form, and running where it takes long', async () => {
    const { listAttacks } = await load(url)
    mode = 'garbage'
    expect(await listAttacks()).toEqual({ kind: 'away' })
    mode = 'silent'
    expect(await listAttacks(50)).toEqual({ kind: 'running' })
  })
})
