import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildLogTags, encodeSubmission, logKeyId, storageRoot } from '@touchstone/verify'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { namedKey } from '../../../verify/testing/log.js'
import { smallLog } from '../../testing/smallLog.js'
import { run } from '../main.js'

const TX = `0x${'ab'.repeat(32)}`
const FLOW = `0x${'f1'.repeat(20)}`
const SUBMIT = '0x167ce04d2aa1981994d3a31695da0d785373335b1078cec239a1a3a2c7675555'

const log = smallLog(['{"a":1}', '{"a":2}', '{"a":3}'])
let folder: string
let server: Server
let rpc: string
let answers: Record<string, unknown>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchstone-anchor-'))
  server = createServer(async (request, response) => {
    let text = ''
    for await (const piece of request) text += piece
    const { method } = JSON.parse(text) as { method: string }
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: answers[method] ?? null }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  rpc = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  log.write(folder)
  writeFileSync(join(folder, 'keys'), `${log.verifierKey}\n`)
  anchor(log.noteOf(2))
  answers = chainWith(log.noteOf(2))
})

const anchor = (checkpoint: string) =>
  writeFileSync(join(folder, 'anchor'), JSON.stringify({ checkpoint, root: '0x', transaction: TX, block: 7 }))

/** What a node answers where the note was submitted, as the contract's log has it. */
function chainWith(note: string, { tags = buildLogTags(log.keyId), topic = SUBMIT, status = '0x1' } = {}) {
  const bytes = Buffer.from(note, 'utf8')
  const { nodes } = storageRoot(bytes)
  const words = [4, 9, 1, 128].map((value) => value.toString(16).padStart(64, '0')).join('')
  const entry = { address: FLOW, topics: [topic], data: `0x${words}${encodeSubmission(bytes.length, tags, nodes)}` }
  return {
    eth_getTransactionReceipt: { blockNumber: '0x7', status, logs: [{ topics: [], data: '0x' }, entry] },
    eth_getBlockByNumber: { timestamp: '0x69000000' },
    eth_chainId: '0x4130',
  }
}

async function check(...args: string[]) {
  const lines: string[] = []
  const add = (text: string) => lines.push(text)
  const code = await run(['log', 'anchor-check', folder, '--rpc', rpc, ...args], { out: add, err: add })
  return { code, text: lines.join('') }
}

it('says where the newest anchored checkpoint stands, and whose word that rests on', async () => {
  const { code, text } = await check()
  expect(code).toBe(0)
  expect(text).toMatch(/of 2 entries stands in block 7 \(2025-10-2\d.*\) of chain 16688, by transaction 0xab.* at 0xf1/)
  expect(text).toMatch(
    /compared with no network; the newest one of 4 continues it, by the keys that the log itself names/,
  )
  expect((await check('--key', log.verifierKey)).text).not.toMatch(/itself names/)
})

it.each<[string, () => void]>([
  ['the node has no such transaction', () => Object.assign(answers, { eth_getTransactionReceipt: null })],
  ['the transaction reverted', () => Object.assign(answers, chainWith(log.noteOf(2), { status: '0x0' }))],
  ['it submits another checkpoint', () => Object.assign(answers, chainWith(log.noteOf(3)))],
  [
    "it has a stranger's tag",
    () => Object.assign(answers, chainWith(log.noteOf(2), { tags: buildLogTags('ab'.repeat(32)) })),
  ],
  ['it is another event', () => Object.assign(answers, chainWith(log.noteOf(2), { topic: `0x${'00'.repeat(32)}` }))],
  ['the log names no anchor', () => rmSync(join(folder, 'anchor'))],
  ['the anchor is garbage', () => writeFileSync(join(folder, 'anchor'), 'null')],
  ['the anchored note is signed by nobody', () => anchor(log.noteOf(2).replace(/[A-Za-z0-9]{8}=\n$/, 'AAAAAAAA=\n'))],
])('accuses nobody where %s', async (_, strike) => {
  strike()
  expect((await check()).code).toBe(2)
})

it('holds chain and contract against a network', async () => {
  expect(await check('--network', '0g-mainnet')).toMatchObject({
    code: 2,
    text: expect.stringMatching(/Flow contract is/),
  })
  expect((await check('--network', 'nowhere')).code).toBe(3)
  expect((await check('--rpc', 'ftp://x')).code).toBe(3)
})

it('proves a log that does not continue what it anchored', async () => {
  const forked = smallLog(['{"b":1}', '{"b":2}'])
  anchor(forked.noteOf(2))
  answers = chainWith(forked.noteOf(2))
  expect(await check()).toMatchObject({ code: 1, text: expect.stringMatching(/^SECURITY ERROR/) })
  const stranger = smallLog(['{"b":1}'], namedKey('stranger'))
  anchor(stranger.noteOf(2))
  answers = chainWith(stranger.noteOf(2), { tags: buildLogTags(logKeyId(stranger.key.publicKey)) })
  expect((await check()).code).toBe(2)
})
