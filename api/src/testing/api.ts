import { createRequire } from 'node:module'
import { startTestPostgres } from '@touchstone/stack/testing'
import type { ApiConfig } from '../env'
import { DEFAULT_LIMITS } from '../limits/limits'
import type { Api } from '../server'
import { CHAIN_ID, ROUTER, Rows } from './rows'

// The built server, loaded by Node itself: vitest's own loader would bring a second graphql into the process.
const require = createRequire(__filename)

export interface TestApi {
  api: Api
  url: string
  databaseUrl: string
  rows: Rows
  /** Sends one operation; the answer is what came over HTTP. */
  send(query: string, variables?: Record<string, unknown>): Promise<Answer>
  /** The data of an answer without errors. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Record<string, never>>
  stop(): Promise<void>
}

export interface Answer {
  status: number
  data: Record<string, never> | null
  errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[]
}

/** A database with all tables and the built API on a free port in front of it. */
export async function startTestApi(more: Partial<ApiConfig> = {}): Promise<TestApi> {
  const { migrate } = require('@touchstone/store/migrate') as typeof import('@touchstone/store/migrate')
  const { buildApi } = require('../../dist/server.js') as typeof import('../server')
  const postgres = await startTestPostgres()
  await migrate(postgres.url)
  const rows = await Rows.connect(postgres.url)
  await rows.setHeights(0)
  const api = await buildApi({ ...baseConfig(postgres.url), ...more })
  const url = await api.app.listen({ host: '127.0.0.1', port: 0 })
  const send = (query: string, variables?: Record<string, unknown>) => post(url, { query, variables })
  return {
    api,
    url,
    databaseUrl: postgres.url,
    rows,
    send,
    async ask(query, variables) {
      const answer = await send(query, variables)
      if (answer.errors || !answer.data) throw new Error(JSON.stringify(answer.errors))
      return answer.data
    },
    async stop() {
      await api.app.close()
      await rows.close()
      await postgres.stop()
    },
  }
}

/** One POST to /graphql with any JSON body. */
export async function post(url: string, body: unknown): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) }
}

/** The network that tests serve. */
export function readTestNetwork(): ApiConfig['network'] {
  const { parseNetwork } = require('@touchstone/networks') as typeof import('@touchstone/networks')
  return parseNetwork(JSON.stringify(NETWORK), 'test network')
}

function baseConfig(databaseUrl: string): ApiConfig {
  const network = readTestNetwork()
  const place = { databaseUrl, network, port: 0, host: '127.0.0.1', rpcUrl: undefined, blobs: undefined }
  const open = { trustProxy: undefined, unlimited: new Set(['127.0.0.1']), operations: undefined }
  return { ...place, ...open, limits: DEFAULT_LIMITS, looksPerSecond: 0, cacheBytes: 2 ** 20, logLevel: 'silent' }
}

const NETWORK = {
  name: 'test',
  displayName: 'Test network',
  chainId: CHAIN_ID,
  finality: 2,
  rpc: [],
  ws: [],
  contracts: [{ kind: 'inferenceServing', label: 'inference', address: `0x${'11'.repeat(20)}`, startBlock: 7 }],
  accounts: [{ address: ROUTER, kind: 'router', label: 'Test router', source: 'the test' }],
  storage: { indexers: [], nodes: [] },
  trust: { mockSigners: [], quoteRoots: [], gpuRoots: [], osImages: [], releases: [], models: [], sigstore: [] },
}
