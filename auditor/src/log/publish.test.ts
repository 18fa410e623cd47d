import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestPostgres, type TestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import {
  compareCheckpoints,
  decodeEntries,
  followEntry,
  type KeyRing,
  leafHash,
  openCheckpoint,
  readConsistency,
  readLogEntry,
  readRoot,
  rootOfLeaves,
} from '@touchstone/verify'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadSigner, type VerdictSigner } from '../judge/key.js'
import { type LogFolder, openLogFolder } from './logFolder.js'
import { LogRefusal, publishStep } from './publish.js'

let postgres: TestPostgres
let client: pg.Client
let folder: string
let signer: VerdictSigner

beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url)
})
afterAll(() => postgres.stop())
beforeEach(async () => {
  client = new pg.Client(postgres.url)
  await client.connect()
  await client.query(
    'truncate verdicts.verdict, verdicts.log, verdicts.log_pending, verdicts.log_entry, verdicts.log_checkpoint restart identity cascade',
  )
  folder = await mkdtemp(join(tmpdir(), 'touchstone-log-'))
  signer = await loadSigner(join(folder, 'key.pem'))
})
afterEach(async () => {
  await client.end()
  await rm(folder, { recursive: true })
})

const origin = 'example.org/log'
const open = (part: Partial<Parameters<typeof publishStep>[0]> = {}) => ({
  ...{ client, folder: openLogFolder(join(folder, 'log')), signer, previous: undefined, origin, ...part },
})
const publish = async (part = {}) => (await publishStep(open(part))).checkpoint

async function addVerdicts(count: number, by = signer): Promise<void> {
  const body = '{"outcome":"paid"}'
  await client.query(
    `insert into verdicts.verdict (settlement_id, inputs, outcome, payment, signature, opening, content, enclave, workload,
       body, body_signature, key_id, verifier, judged_at)
     select 'settlement-' || n, 'x', 'paid', 'pass', 'pass', 'absent', 'absent', 'absent', 'absent', $2, $3, $4, 'v', now()
     from generate_series(1, $1::int) n`,
    [count, body, by.sign(body), by.keyId],
  )
}

/** Everything that the folder says, checked as a stranger would. */
async function readLog(keys = [signer]) {
  const files: LogFolder = openLogFolder(join(folder, 'log'))
  const note = Buffer.from((await files.find('checkpoint')) ?? []).toString('utf8')
  const checkpoint = openCheckpoint(
    note,
    keys.map(({ publicKey }) => ({ name: origin, publicKey })),
  )
  expect(await readRoot(files.readTile, checkpoint.size)).toEqual(checkpoint.root)
  const entries: Uint8Array[] = []
  for (let index = 0; index * 256 < checkpoint.size; index += 1)
    entries.push(
      ...decodeEntries(
        await files.readTile({ level: 'entries', index, width: Math.min(256, checkpoint.size - index * 256) }),
      ),
    )
  expect(entries).toHaveLength(checkpoint.size)
  expect(rootOfLeaves(entries.map(leafHash))).toEqual(checkpoint.root)
  const read = entries.map(readLogEntry)
  read.reduce<KeyRing>(followEntry, [])
  const verdicts = read.flatMap((entry) => (entry.kind === 'verdict' ? [entry.verdict] : []))
  expect(new Set(verdicts).size).toBe(verdicts.length)
  return { checkpoint, entries: read, verdicts, files }
}

describe('the log', () => {
  it('takes every verdict once, under checkpoints each of which continues the one before', async () => {
    let before: Awaited<ReturnType<typeof readLog>> | undefined
    for (const count of [0, 1, 3, 251, 1, 255, 300, 0]) {
      await addVerdicts(count)
      await publish()
      const log = await readLog()
      if (before !== undefined) {
        const [old, size] = [before.checkpoint.size, log.checkpoint.size]
        const beginning = { root: before.checkpoint.root, path: await readConsistency(log.files.readTile, old, size) }
        expect(compareCheckpoints(before.checkpoint, log.checkpoint, beginning)).toBe('consistent')
      }
      before = log
    }
    expect(before?.verdicts).toHaveLength(811)
    expect(before?.entries[0]?.kind).toBe('key')
    const { rows } = await client.query('select count(*)::int as n from verdicts.log_pending')
    expect(rows).toEqual([{ n: 0 }])
    // Partial forms of full tiles are gone.
    expect((await readdir(join(folder, 'log/tile/0'))).sort()).toEqual(['000', '001', '002', '003.p'])
  })

  it('gives a verdict no place that was not committed', async () => {
    await publish()
    await client.query('begin')
    await addVerdicts(2)
    await client.query('rollback')
    await addVerdicts(1)
    expect((await publish()).size).toBe(2)
    expect((await readLog()).verdicts).toEqual(['3'])
  })
})

describe('a process that is killed', () => {
  it('at any write leaves a log that is whole, and the next one takes it up', async () => {
    await addVerdicts(250)
    await publish()
    await addVerdicts(300)
    // The step writes three bundles, three tiles of leaves, one above, and the checkpoint.
    for (let survived = 0; survived < 8; survived += 1) {
      let left = survived
      const dying: LogFolder = {
        ...openLogFolder(join(folder, 'log')),
        write: async (path, bytes) => {
          left -= 1
          if (left < 0) throw new Error('killed')
          await openLogFolder(join(folder, 'log')).write(path, bytes)
        },
      }
      await publish({ folder: dying }).catch((error: Error) => expect(error.message).toBe('killed'))
      expect((await readLog()).checkpoint.size).toBe(251)
    }
    expect((await publish()).size).toBe(551)
    expect((await readLog()).verdicts).toHaveLength(550)
    const { rows } = await client.query('select size::int from verdicts.log_checkpoint order by size')
    expect(rows.map(({ size }) => size)).toEqual([251, 551])
  })

  it('leaves no partial tile too few when the checkpoint was not written', async () => {
    await addVerdicts(10)
    await publish()
    await addVerdicts(400)
    const refusing = openLogFolder(join(folder, 'log'))
    const killed = {
      ...refusing,
      write: (path: string, bytes: Uint8Array) =>
        path === 'checkpoint' ? Promise.reject(new Error('killed')) : refusing.write(path, bytes),
    }
    await expect(publish({ folder: killed })).rejects.toThrow('killed')
    expect((await readLog()).checkpoint.size).toBe(11)
    await publish()
    expect((await readLog()).checkpoint.size).toBe(411)
  })
})

describe('a folder', () => {
  it('that was lost or damaged is made again from the entries', async () => {
    await addVerdicts(600)
    await publish()
    const { checkpoint } = await readLog()
    await rm(join(folder, 'log'), { recursive: true })
    await addVerdicts(1)
    await publish()
    expect((await readLog()).checkpoint.size).toBe(checkpoint.size + 1)
    await writeFile(join(folder, 'log/tile/0/002.p/90'), 'damaged')
    await addVerdicts(1)
    await publish()
    expect((await readLog()).checkpoint.size).toBe(checkpoint.size + 2)
  })

  it('that knows more than the database stops the log', async () => {
    await addVerdicts(5)
    await publish()
    await client.query('delete from verdicts.log_checkpoint; delete from verdicts.log_entry where index >= 3')
    await expect(publish()).rejects.toThrow(LogRefusal)
    expect((await readLog()).checkpoint.size).toBe(6)
  })

  it('is not signed for where the entries were changed', async () => {
    await addVerdicts(5)
    await publish()
    await client.query("update verdicts.log_entry set entry = replace(entry, 'settlement-2', 'settlement-9')")
    await rm(join(folder, 'log'), { recursive: true })
    await addVerdicts(1)
    await expect(publish()).rejects.toThrow(/do not give the root/)
    const { rows } = await client.query('select count(*)::int as n from verdicts.log_checkpoint')
    expect(rows).toEqual([{ n: 1 }])
  })
})

describe('a rotation of the key', () => {
  it('is an entry that the old key signed, and old verdicts stay in the log', async () => {
    await addVerdicts(2)
    await publish()
    const next = await loadSigner(join(folder, 'next.pem'))
    await expect(publish({ signer: next })).rejects.toThrow(/PREVIOUS_KEY_FILE/)
    await addVerdicts(1)
    await addVerdicts(1, next)
    await publish({ signer: next, previous: signer })
    await publish({ signer: next })
    const log = await readLog([next])
    expect(log.entries.map(({ kind }) => kind)).toEqual(['key', 'verdict', 'verdict', 'key', 'verdict', 'verdict'])
    await expect(publish()).rejects.toThrow(/was replaced/)
  })
})
