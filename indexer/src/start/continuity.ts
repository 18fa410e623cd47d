import { FACT_ENTITIES } from '@touchstone/store'
import type { DataSource } from 'typeorm'
import { START_ID } from '../digest/digestRows'
import { type NetworkFacts, startDigest } from '../digest/start'
import type { Rpc } from './rpc'

/** Whether the facts kept so far are facts of the chain at hand. */
export type Continuity = { kind: 'same-chain' } | { kind: 'broken'; why: string }

const SHORT_CHAIN_PATIENCE_MS = 10_000

/** Why indexing cannot go on, and what to do: the sentence of the start and of a process that was running. */
export function explainBreak(why: string): string {
  return `The facts kept are not of this chain: ${why}. Start with RESET_ON_DEEP_REORG=1 to drop and rebuild them.`
}

/**
 * Compares the last final block that was indexed with the chain's. The squid has no undo below it: a deeper reorg, or
 * another chain under the same id (a new devnet), would stop the processor at each start.
 * @param patienceMs how long a chain that is shorter is taken for a node that lags.
 */
export async function findContinuity(
  source: DataSource,
  rpc: Rpc,
  network: NetworkFacts,
  patienceMs = SHORT_CHAIN_PATIENCE_MS,
): Promise<Continuity> {
  const status = await findStatus(source)
  if (!status) return { kind: 'same-chain' }
  const indexed: { id: string }[] = await source.query('select id from contract')
  const named = network.contracts.map((contract) => contract.address as string)
  const foreign = indexed.map((row) => row.id).filter((id) => !named.includes(id))
  if (foreign.length > 0) return { kind: 'broken', why: `other contracts were indexed (${foreign.join(', ')})` }
  if (!(await startsFrom(source, network)))
    return { kind: 'broken', why: `the network's file names other contracts or accounts than when indexing began` }
  const hash = await findHashPatiently(rpc, status.height, patienceMs)
  if (hash === status.hash) return { kind: 'same-chain' }
  const found =
    hash === undefined ? `the chain ends before block ${status.height}` : `block ${status.height} is ${hash}`
  const why = `${found}, indexed as final was ${status.hash}; ${await nameLastCommon(source, rpc, status.height)}`
  return { kind: 'broken', why }
}

/** Empties facts and the squid's state in one transaction. Tables, what is known of them, and the head's trigger stay. */
export async function resetFacts(source: DataSource): Promise<void> {
  const tables = FACT_ENTITIES.map((entity) => source.getMetadata(entity).tablePath)
  const state: { table: string }[] = await source.query(
    `select format('%I.%I', schemaname, tablename) as table from pg_tables
     where schemaname = 'squid_processor' and tablename <> 'facts_schema'`,
  )
  const all = [...tables.map((table) => source.driver.escape(table)), ...state.map((row) => row.table)]
  await source.query(`truncate ${all.join(', ')}`)
}

/** A contract added to the file has a history that was not read: the facts would lack it in silence. */
async function startsFrom(source: DataSource, network: NetworkFacts): Promise<boolean> {
  const rows: { digest: string }[] = await source.query('select digest from state_digest where id = $1', [START_ID])
  return rows[0]?.digest === startDigest(network).digest
}

/** The last final block that is indexed. */
export async function findStatus(source: DataSource): Promise<{ height: number; hash: string } | undefined> {
  const rows: { height: number; hash: string }[] = await source.query(
    'select height, hash from squid_processor.status where id = 0 and height >= 0',
  )
  return rows[0]
}

/** Bisects the blocks whose hashes the facts kept, those of settlements: what lies behind the last common one is in doubt. */
async function nameLastCommon(source: DataSource, rpc: Rpc, below: number): Promise<string> {
  const blocks: { height: number; hash: string }[] = await source.query(
    `select distinct block_number as height, block_hash as hash from settlement where block_number < $1 order by 1`,
    [below],
  )
  let [common, other] = [-1, blocks.length]
  while (other - common > 1) {
    const middle = Math.floor((common + other) / 2)
    const block = blocks[middle]
    if (block && (await rpc.findBlockHash(block.height)) === block.hash) common = middle
    else other = middle
  }
  const last = blocks[common]
  return last
    ? `the last block with a settlement that both know is ${last.height} (${last.hash})`
    : 'no block with a settlement is known to both'
}

/** A node that lags behind for a moment is not another chain. */
async function findHashPatiently(rpc: Rpc, height: number, patienceMs: number): Promise<string | undefined> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const hash = await rpc.findBlockHash(height)
    if (hash !== undefined || Date.now() > deadline) return hash
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
