import { createRequire } from 'node:module'
import { startTestPostgres, startTestServer } from '@touchstone/stack/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post } from './testing/api'
import { type Child, findPort, poll, startChild, writeNetworkFile } from './testing/child'

const require = createRequire(__filename)
const { migrate } = require('@touchstone/store/migrate') as typeof import('@touchstone/store/migrate')

let network: Awaited<ReturnType<typeof writeNetworkFile>>
const children: Child[] = []

beforeAll(async () => {
  network = await writeNetworkFile()
})
afterAll(async () => {
  for (const child of children) child.process.kill('SIGKILL')
  await network.remove()
})

function start(env: Record<string, string>): Child {
  const child = startChild({ NETWORK: network.file, API_HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...env })
  children.push(child)
  return child
}

const statusOf = async (url: string) => (await fetch(url)).status
const QUERY = { query: '{ settlements { nodes { id } } }' }

describe('the process', () => {
  it('names every wrong variable and is not to be restarted', async () => {
    const child = start({ DATABASE_URL: 'mysql://x', API_PORT: 'four', DATA_DIR: 'relative', LOG_LEVEL: 'loud' })
    expect(await child.exit).toBe(78)
    for (const name of ['DATABASE_URL', 'API_PORT', 'DATA_DIR', 'LOG_LEVEL'])
      expect(child.output()).toContain(`${name}: expected`)
  })

  it('says which network file is missing', async () => {
    const child = start({ DATABASE_URL: 'postgres://x', NETWORK: '/nowhere/network.json' })
    expect(await child.exit).toBe(78)
    expect(child.output()).toContain('No network file at /nowhere/network.json')
  })

  it('waits for its tables with one line, then answers, and stops cleanly', async () => {
    const postgres = await startTestPostgres()
    const port = await findPort()
    const url = `http://127.0.0.1:${port}`
    const child = start({ DATABASE_URL: postgres.url, API_PORT: String(port) })
    await poll('health', async () => ((await statusOf(`${url}/healthz`)) === 200 ? true : undefined))
    expect(await statusOf(`${url}/readyz`)).toBe(503)
    const early = await post(url, QUERY)
    expect(early.errors?.[0]?.extensions.code).toBe('UNAVAILABLE')
    await migrate(postgres.url)
    await poll('readiness', async () => ((await statusOf(`${url}/readyz`)) === 200 ? true : undefined))
    expect(await post(url, QUERY)).toMatchObject({ status: 200, data: { settlements: { nodes: [] } } })
    expect(child.output().match(/Waiting: /g)).toHaveLength(1)
    const busy = start({ DATABASE_URL: postgres.url, API_PORT: String(port) })
    expect(await busy.exit).toBe(78)
    expect(busy.output()).toContain(`Port ${port} is in use. Stop the other process or set API_PORT`)
    child.process.kill('SIGTERM')
    expect(await child.exit).toBe(0)
    await postgres.stop()
  })

  it('answers UNAVAILABLE while PostgreSQL is away, and does not crash', async () => {
    const port = await findPort()
    const server = await startTestServer(await findPort())
    await migrate(server.url)
    const url = `http://127.0.0.1:${port}`
    const child = start({ DATABASE_URL: server.url, API_PORT: String(port) })
    await poll('an answer', async () => ((await post(url, QUERY)).data ? true : undefined))
    await server.stop()
    const away = await post(url, QUERY)
    expect(away.errors?.[0]?.extensions.code).toBe('UNAVAILABLE')
    expect(await statusOf(`${url}/healthz`)).toBe(200)
    expect(child.process.exitCode).toBeNull()
    child.process.kill('SIGINT')
    expect(await child.exit).toBe(0)
  })
})
