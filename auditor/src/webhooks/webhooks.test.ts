import { createHmac } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, openBench, until } from '../../testing/auditing.js'
import { setHeight } from '../../testing/chain.js'
import { type AuditorProcess, processEnv, spawnAuditor } from '../../testing/process.js'
import { type Received, type Receiver, startReceiver } from '../../testing/receiver.js'
import { openDoor } from '../safe/door.js'
import { readWebhooks, WebhookFileError } from './config.js'
import { signWebhook } from './sign.js'

const REGISTRY = `0x${'8'.repeat(40)}`
const AGENT = `eip155:1:${REGISTRY}:1`
const SECRET = Buffer.alloc(32, 7)
const SECRET_TEXT = `whsec_${SECRET.toString('base64')}`
const address = (n: number) => `0x${n.toString(16).padStart(40, '0')}`

let bench: Bench
let receiver: Receiver
let file: string
let block = 10
const spawned: AuditorProcess[] = []

beforeAll(async () => {
  bench = await openBench()
  receiver = await startReceiver()
  bench.network.webhooks = [receiver.url]
  const secretFile = join(bench.env.DATA_DIR, 'secret')
  file = join(bench.env.DATA_DIR, 'webhooks.json')
  await writeFile(secretFile, `${SECRET_TEXT}\n`)
  await writeFile(
    file,
    JSON.stringify([{ name: 'fund', url: receiver.url, agents: [AGENT], kinds: ['owner'], secretFile }]),
  )
  await bench.db.query(`insert into registry values ($1, 1, 'erc8004', '2.0.0')`, [REGISTRY])
  await bench.db.query(
    `insert into agent (id, registry_id, agent_id, owner, minted_block, minted_time, mint_tx_hash, registered)
     values ($1, $2, 1, $3, 1, now(), '0x', true)`,
    [AGENT, REGISTRY, address(0)],
  )
  await sell(0, 1)
  await sell(1, block)
  await setHeight(bench.db, block)
})
afterEach(async () => {
  for (const { child } of spawned) child.kill('SIGKILL')
  await Promise.all(spawned.splice(0).map(({ ended }) => ended))
})
afterAll(async () => {
  await receiver.stop()
  await bench.stop()
})

async function sell(to: number, at: number) {
  await bench.db.query('update agent_ownership set to_block = $1, to_log_index = 0 where to_block is null', [at])
  await bench.db.query(
    `insert into agent_ownership (id, agent_id, owner, from_block, from_log_index, tx_hash) values ($1, $2, $3, $4, 0, '0x')`,
    [`${AGENT}-${at}-0`, AGENT, address(to), at],
  )
}

/** The token goes to somebody else in a block of its own. @returns the id of the change. */
async function sellNext(): Promise<string> {
  block += 1
  await sell(block, block)
  return `owner:${AGENT}-${block}-0`
}

interface Told {
  id: string
  type: string
  change: string
  to: string
}

/** What a receiver believes once it has checked the signature as Standard Webhooks says. */
function toTold({ headers, body }: Received): Told {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = headers
  const expected = createHmac('sha256', SECRET).update(`${id}.${time}.${body}`).digest('base64')
  expect(signature).toBe(`v1,${expected}`)
  expect(Math.abs(Number(time) - Date.now() / 1_000)).toBeLessThan(60)
  const { type, data } = JSON.parse(body) as { type: string; data: { change: string; to: string } }
  return { id: String(id), type, change: data.change, to: data.to }
}

async function countDelivered(): Promise<number> {
  const sql = 'select count(*)::int as n from verdicts.webhook_delivery where delivered_at is not null'
  return (await bench.db.query<{ n: number }>(sql)).rows[0]?.n ?? 0
}

describe('a signature', () => {
  it('is that of Standard Webhooks', () => {
    const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')
    const at = new Date(1_614_265_330_000)
    expect(signWebhook(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', at, '{"test": 2432232314}')).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })
})

describe('the file', () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [{ url: 'http://receiver.example/' }, /fund\.url: expected an https address/],
    [{ url: 'https://user:pass@receiver.example/' }, /without credentials/],
    [{ url: 'ftp://receiver.example/' }, /https/],
    [{ agents: [] }, /expected agents or providers/],
    [{ agents: ['0x1'] }, /agents\.0: expected eip155/],
    [{ kinds: ['everything'] }, /kinds\.0/],
    [{ secretFile: '/nowhere' }, /secret \/nowhere cannot be read/],
    [{ colour: 'red' }, /colour/],
  ])('%j is refused by name', async (wrong, message) => {
    const path = join(bench.env.DATA_DIR, 'wrong.json')
    const right = {
      name: 'fund',
      url: 'https://receiver.example/',
      agents: [AGENT],
      secretFile: join(bench.env.DATA_DIR, 'secret'),
    }
    await writeFile(path, JSON.stringify([{ ...right, ...wrong }]))
    const door = openDoor([], { connectMs: 100 })
    expect(() => readWebhooks(path, door.findListed)).toThrow(message)
    expect(() => readWebhooks(path, door.findListed)).toThrow(WebhookFileError)
    await writeFile(path, JSON.stringify([right]))
    expect(readWebhooks(path, door.findListed)).toHaveLength(1)
  })
})

describe('a receiver that fails', () => {
  it('gets every change from its start on, and each until it accepts it', async () => {
    const answers: Receiver['answer'][] = [
      (response) => response.writeHead(500).end('no'),
      () => undefined,
      (response) => response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
    ]
    receiver.answer = (response, received) =>
      (answers.shift() ?? ((last) => last.writeHead(204).end()))(response, received)
    const auditor = await bench.start({ WEBHOOKS_FILE: file })
    await until(
      async () => (await bench.db.query('select from verdicts.webhook')).rowCount,
      (count) => count === 1,
    )
    const change = await sellNext()
    await setHeight(bench.db, block - 1)
    await setHeight(bench.db, block)
    await until(countDelivered, (count) => count === 1)
    await auditor.stop()
    const told = receiver.received.map(toTold)
    expect(told).toHaveLength(4)
    expect(new Set(told.map(({ id }) => id)).size).toBe(1)
    expect(told[0]).toMatchObject({ type: 'agent.owner', change, to: address(block) })
    const { rows } = await bench.db.query('select attempts, last_result from verdicts.webhook_delivery')
    expect(rows).toEqual([{ attempts: 4, last_result: 'bad-answer: HTTP 204' }])
  }, 60_000)
})

describe('a process that is killed while a receiver keeps it waiting', () => {
  it('loses nothing: the next one delivers everything, under the same ids', async () => {
    receiver.received.splice(0)
    receiver.answer = () => undefined
    const env = await processEnv(bench, { WEBHOOKS_FILE: file, THREADS: '0', REQUEST_TIMEOUT_MS: '30000' })
    const start = () => {
      const auditor = spawnAuditor(env)
      spawned.push(auditor)
      return auditor
    }
    const first = start()
    const changes = [await sellNext(), await sellNext(), await sellNext()]
    await setHeight(bench.db, block)
    await until(
      async () => receiver.received.length,
      (count) => count >= 3,
    ).catch((error: Error) => {
      throw new Error(`${error.message}: ${first.errors()}`)
    })
    first.child.kill('SIGKILL')
    await first.ended
    receiver.answer = (response) => response.writeHead(200).end()
    const again = receiver.received.length
    start()
    await until(countDelivered, (count) => count === 4, 30_000)
    const told = receiver.received.map(toTold)
    expect(new Set(told.slice(again).map(({ change }) => change))).toEqual(new Set(changes))
    expect(new Set(told.map(({ id }) => id)).size).toBe(3)
  }, 90_000)
})
