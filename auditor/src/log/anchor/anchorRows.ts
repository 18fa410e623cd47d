import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../../database.js'

/** A signed transaction that anchors a checkpoint; kept before it is sent. */
export interface AnchorAttempt {
  tx: Hex
  /** Entries under the checkpoint. */
  size: number
  /** Storage root of the checkpoint's note. */
  root: Hex
  sender: Hex
  nonce: number
  gasPrice: bigint
  raw: Hex
  /** Attempt with the same nonce that this one outbids. */
  replaces: Hex | null
}

/** An attempt that may still be mined, with the checkpoint's note. */
export interface OpenAttempt extends AnchorAttempt {
  note: string
  ageMs: number
}

/** A checkpoint that stands on chain. */
export interface AnchorRow {
  note: string
  root: Hex
  tx: Hex
  block: number
}

/** Attempts of checkpoints that are not anchored yet, in the order in which they were made. */
export async function listOpenAttempts(db: Queryable): Promise<OpenAttempt[]> {
  const { rows } = await db.query<Record<'tx' | 'root' | 'sender' | 'raw', Hex> & OpenRow>(
    `select a.tx, a.size, a.root, a.sender, a.nonce, a.gas_price, a.raw, a.replaces, c.note,
       extract(epoch from now() - a.made_at)::float8 * 1000 as age_ms
     from verdicts.log_anchor_attempt a join verdicts.log_checkpoint c using (size)
     where a.outcome is null and c.anchor_tx is null order by a.made_at, a.gas_price`,
  )
  return rows.map(({ size, nonce, gas_price, age_ms, ...row }) => ({
    ...row,
    ...{ size: Number(size), nonce: Number(nonce), gasPrice: BigInt(gas_price), ageMs: age_ms },
  }))
}

/** Signed transactions of an account by nonce, both ends included; of several with one nonce the dearest. */
export async function listRaw(db: Queryable, sender: Hex, from: number, to: number): Promise<Hex[]> {
  const { rows } = await db.query<{ raw: Hex }>(
    `select distinct on (nonce) raw from verdicts.log_anchor_attempt
     where sender = $1 and nonce between $2 and $3 order by nonce, gas_price desc`,
    [sender, from, to],
  )
  return rows.map(({ raw }) => raw)
}

interface OpenRow {
  size: string
  nonce: string
  gas_price: string
  replaces: Hex | null
  note: string
  age_ms: number
}

/**
 * The newest checkpoint, where it was not sent yet and the last attempt is `everyMs` old; undefined where nothing is due. A
 * transaction that reverted is tried again after `retryMs`.
 */
export async function findDueCheckpoint(
  db: Queryable,
  everyMs: number,
  retryMs: number,
): Promise<{ size: number; note: string } | undefined> {
  const { rows } = await db.query<{ size: string; note: string }>(
    `select size, note from verdicts.log_checkpoint
     where size > coalesce((select max(size) from verdicts.log_anchor_attempt where outcome is distinct from 'reverted'), 0)
       and not exists (select from verdicts.log_anchor_attempt
         where made_at > now() - (case when outcome = 'reverted' then $2::float8 else $1::float8 end) * interval '1 millisecond')
     order by size desc limit 1`,
    [everyMs, Math.min(everyMs, retryMs)],
  )
  const [row] = rows
  return row && { size: Number(row.size), note: row.note }
}

/** @returns whether the attempt was kept; false where another one for the checkpoint was there before. */
export async function insertAttempt(db: Queryable, attempt: AnchorAttempt): Promise<boolean> {
  const { tx, size, root, sender, nonce, gasPrice, raw, replaces } = attempt
  const { rowCount } = await db.query(
    `insert into verdicts.log_anchor_attempt (tx, size, root, sender, nonce, gas_price, raw, replaces)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [tx, size, root, sender, nonce, gasPrice.toString(), raw, replaces],
  )
  return rowCount === 1
}

/** Notes that the attempts of that nonce will not anchor anything. */
export async function closeAttempts(
  db: Queryable,
  { sender, nonce }: Pick<AnchorAttempt, 'sender' | 'nonce'>,
  outcome: 'reverted' | 'replaced',
): Promise<void> {
  await db.query(
    'update verdicts.log_anchor_attempt set outcome = $3 where sender = $1 and nonce = $2 and outcome is null',
    [sender, nonce, outcome],
  )
}

/** Notes that a checkpoint stands on chain. */
export async function noteAnchor(db: Queryable, { size, root, tx }: AnchorAttempt, block: number): Promise<void> {
  await db.query(
    `update verdicts.log_checkpoint set anchor_root = $2, anchor_tx = $3, anchor_block = $4, anchored_at = now()
     where size = $1 and anchor_tx is null`,
    [size, root, tx, block],
  )
}

/** The newest checkpoint that stands on chain. */
export async function findAnchor(db: Queryable): Promise<AnchorRow | undefined> {
  const { rows } = await db.query<Record<'note' | 'block', string> & Record<'root' | 'tx', Hex>>(
    `select note, anchor_root as root, anchor_tx as tx, anchor_block as block from verdicts.log_checkpoint
     where anchor_tx is not null order by size desc limit 1`,
  )
  const [row] = rows
  return row && { ...row, block: Number(row.block) }
}
