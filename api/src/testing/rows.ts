import { Client } from 'pg'

/** Deterministic hex of so many bytes from a short label. */
export function hexOf(label: string | number, bytes: number): string {
  const hex = Buffer.from(String(label), 'utf8').toString('hex')
  return `0x${hex.padStart(bytes * 2, '0').slice(-bytes * 2)}`
}

export const address = (label: string | number) => hexOf(label, 20)
export const hash = (label: string | number) => hexOf(label, 32)

export const CHAIN_ID = 16688
export const REGISTRY = address('registry')
/** A labelled payer. */
export const ROUTER = address('router')
/** Time of block 0; a block takes a second. */
export const GENESIS = Date.UTC(2026, 0, 1)

export type Row = Record<string, unknown>

/** Writes rows into the tables of a test's database. */
export class Rows {
  private constructor(readonly client: Client) {}

  static async connect(url: string): Promise<Rows> {
    const client = new Client({ connectionString: url })
    client.on('error', () => undefined)
    await client.connect()
    return new Rows(client)
  }

  async insert(table: string, ...rows: Row[]): Promise<void> {
    for (const row of rows) {
      const columns = Object.keys(row)
      const places = columns.map((_, index) => `$${index + 1}`)
      const sql = `insert into ${table} (${columns.map((column) => `"${column}"`).join(', ')}) values (${places.join(', ')})`
      await this.client.query(sql, Object.values(row))
    }
  }

  /** Appends a verdict and makes it the one in force. Statuses left out are absent. */
  async judge(settlement: Row, outcome: string, statuses: Row = {}, body: Row = {}): Promise<string> {
    const cells = { ...QUESTIONS_ABSENT, ...statuses }
    const questions = Object.entries(cells).map(([id, status]) => ({ id, status, checks: [] }))
    const full = { blockHash: settlement.block_hash, outcome, questions, observations: [], ...body }
    const verdict = { ...cells, settlement_id: settlement.id, inputs: hash(String(settlement.id)), outcome }
    const columns = { ...verdict, fault: outcome === 'failed' ? 'provider' : null, body: JSON.stringify(full) }
    const signed = {
      ...columns,
      body_signature: 'c2ln',
      key_id: 'key',
      verifier: 'test/1',
      judged_at: new Date(GENESIS),
    }
    const names = Object.keys(signed)
    const { rows } = await this.client.query(
      `insert into verdicts.verdict (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`)}) returning id`,
      Object.values(signed),
    )
    await this.client.query('delete from verdicts.current_verdict where settlement_id = $1', [settlement.id])
    const hour = new Date(Math.floor(Number(settlement.block_time) / 3_600_000) * 3_600_000)
    const { payer, provider, settled_amount: amount, block_number } = settlement
    const opened_by = body.openedBy ?? null
    const current = { ...verdict, verdict_id: rows[0].id, payer, provider, amount, hour, block_number, opened_by }
    await this.insert('verdicts.current_verdict', current)
    return rows[0].id
  }

  /** Makes the shares as the auditor keeps them: final, accepted settlements with a verdict. */
  async rollUp(): Promise<void> {
    await this.client.query('truncate verdicts.share_rollup')
    await this.client.query(`
      insert into verdicts.share_rollup (payer, provider, hour, question, status, settlements, amount)
      select c.payer, c.provider, c.hour, q.question, q.status, count(*), sum(c.amount)
      from verdicts.current_verdict c join settlement s on s.id = c.settlement_id and s.accepted
      cross join lateral (values ('payment', c.payment), ('signature', c.signature), ('opening', c.opening),
        ('content', c.content), ('enclave', c.enclave), ('workload', c.workload)) q(question, status)
      group by 1, 2, 3, 4, 5`)
  }

  async setHeights(finalized: number, hot: number[] = []): Promise<void> {
    await this.client.query('delete from squid_processor.status')
    await this.insert('squid_processor.status', { id: 0, height: finalized, hash: hash(`b${finalized}`), nonce: 0 })
    await this.client.query('delete from squid_processor.hot_block')
    for (const height of hot) await this.insert('squid_processor.hot_block', { height, hash: hash(`b${height}`) })
  }

  async close(): Promise<void> {
    await this.client.end()
  }
}

const QUESTIONS_ABSENT = {
  payment: 'absent',
  signature: 'absent',
  opening: 'absent',
  content: 'absent',
  enclave: 'absent',
  workload: 'absent',
}

export const timeOf = (block: number) => new Date(GENESIS + block * 1_000)
