import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestPostgres, type TestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import {
  isVerdictOf,
  parseTlogProof,
  parseVerifierKey,
  readLogEntry,
  toBase64,
  verifyTlogProof,
} from '@touchstone/verify'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadSigner, type VerdictSigner } from '../judge/key.js'
import { openLogFolder } from './logFolder.js'
import { publishStep } from './publish.js'
import { createLogRoutes } from './serve.js'

const BODY = '{"outcome":"paid"}'
let postgres: TestPostgres
let client: pg.Client
let folder: string
let signer: VerdictSigner
let server: Server
let url: string

beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url)
  client = new pg.Client(postgres.url)
  await client.connect()
  folder = await mkdtemp(join(tmpdir(), 'touchstone-served-'))
  signer = await loadSigner(join(folder, 'key.pem'))
  const files = openLogFolder(join(folder, 'log'))
  const context = { client, folder: files, signer, previous: undefined, origin: 'example.org/log' }
  await addVerdict()
  await addVerdict()
  await publishStep(context)
  // Not in the log yet.
  await addVerdict()
  const serve = createLogRoutes(client, files, pino({ level: 'silent' }))
  server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await client.end()
  await postgres.stop()
  await rm(folder, { recursive: true })
})

const addVerdict = () =>
  client.query(
    `insert into verdicts.verdict (settlement_id, inputs, outcome, payment, signature, opening, content, enclave, workload,
       body, body_signature, key_id, verifier, judged_at)
     values ('settlement', 'x', 'paid', 'pass', 'pass', 'absent', 'absent', 'absent', 'absent', $1, $2, $3, 'v', now())`,
    [BODY, signer.sign(BODY), signer.keyId],
  )
const ask = (path: string) => fetch(`${url}/${path}`)

it('proves a verdict to whoever has the key alone', async () => {
  const keys = (await (await ask('keys')).text()).trimEnd().split('\n').map(parseVerifierKey)
  expect(keys).toEqual([{ name: 'example.org/log', publicKey: signer.publicKey }])
  for (const verdict of ['1', '2']) {
    const proof = await (await ask(`proof/${verdict}.tlog-proof`)).text()
    const { extra = new Uint8Array(0) } = parseTlogProof(proof)
    expect(verifyTlogProof(proof, extra, keys)).toMatchObject({ kind: 'member', index: Number(verdict) })
    const answer = await ask(`verdict/${verdict}`)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    const found = (await answer.json()) as { body: string; signature: string; keyId: string }
    expect(found).toEqual({ body: BODY, signature: signer.sign(BODY), keyId: signer.keyId })
    const entry = readLogEntry(extra)
    expect(entry).toMatchObject({ kind: 'verdict', verdict })
    expect(isVerdictOf(entry, found.body, [toBase64(signer.publicKey)])).toBe(true)
  }
})

it('has no proof of a verdict that no checkpoint covers, nor of one that there is not', async () => {
  expect((await ask('verdict/3')).status).toBe(200)
  expect((await ask('proof/3.tlog-proof')).status).toBe(404)
  expect((await ask('proof/4.tlog-proof')).status).toBe(404)
  expect((await ask('verdict/4')).status).toBe(404)
  expect((await ask('anchor')).status).toBe(404)
})

it('gives no proof rather than a wrong one where its tiles are damaged', async () => {
  await openLogFolder(join(folder, 'log')).write('tile/0/000.p/3', Buffer.alloc(96, 1))
  expect((await ask('proof/1.tlog-proof')).status).toBe(503)
})
