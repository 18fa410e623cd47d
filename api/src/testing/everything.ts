import { account, agent, agentKey, anchor, link, revision, settlement } from './facts'
import { address, CHAIN_ID, hash, REGISTRY, type Row, type Rows, timeOf } from './rows'

const placed = (n: number) => ({ block_number: n, block_time: timeOf(n), tx_hash: hash(`tx${n}`) })
const interval = (n: number) => ({ from_block: n, from_log_index: 0, tx_hash: hash(`tx${n}`) })
const DIGEST = 'ab'.repeat(32)

/**
 * So many rows of whatever the API lists, each with something in every relation, so that a statement a row shows.
 * @returns ids of settlements, oldest first.
 */
export async function insertEverything(rows: Rows, count: number): Promise<string[]> {
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  const ids: string[] = []
  for (let n = 1; n <= count; n += 1) {
    await insertAgent(rows, n)
    ids.push(await insertSettlement(rows, n))
    await insertObserved(rows, n)
  }
  return ids
}

async function insertAgent(rows: Rows, n: number) {
  const [payer, key] = [address(`payer${n}`), agentKey(n)]
  await rows.insert('agent', agent(n, payer))
  await rows.insert('payer_link', link(n, payer, 'A-', 1))
  await rows.insert('agent_card', { id: `${key}-c`, agent_id: key, uri: 'data:,', from_block: n, tx_hash: hash('c') })
  await rows.insert('agent_metadata', {
    id: `m${n}`,
    agent_id: key,
    key: 'k',
    value: '0x01',
    value_size: 1,
    ...interval(n),
  })
  const said = { registry: REGISTRY, uri: 'u', hash: hash('h') }
  const words = { value: '-5', value_decimals: 2, tag1: '<b>', tag2: '', endpoint: '' }
  const given = { id: `f${n}`, agent_id: key, client: payer, index: '1', log_index: 0, ...words }
  await rows.insert('feedback', { ...given, ...said, ...placed(n) })
  const { registry: _, ...answer } = said
  await rows.insert('feedback_response', {
    id: `r${n}`,
    feedback_id: `f${n}`,
    responder: payer,
    ...answer,
    ...placed(n),
  })
  const asked = {
    id: `v${n}`,
    agent_id: key,
    registry: REGISTRY,
    validator: payer,
    request_hash: hash(`q${n}`),
    uri: 'u',
  }
  await rows.insert('validation_request', { ...asked, tx_from: payer, log_index: 0, ...placed(n) })
  const answered = {
    id: `a${n}`,
    request_id: `v${n}`,
    validator: payer,
    response: 0,
    tag: 't',
    ...answer,
    ...placed(n),
  }
  await rows.insert('validation_response', answered)
  const minted = { minted_block: n, minted_time: timeOf(n), tx_hash: hash('t') }
  await rows.insert('inft', { id: `i${n}`, contract: REGISTRY, token_id: String(n), owner: payer, ...minted })
  await rows.insert('inft_data', {
    id: `d${n}`,
    inft_id: `i${n}`,
    position: 0,
    description: 'x',
    data_hash: hash(n),
    ...interval(n),
  })
}

async function insertSettlement(rows: Rows, n: number): Promise<string> {
  const [payer, provider, root] = [address(`payer${n}`), address(`prov${n}`), hash(`root${n}`)]
  await rows.insert('provider', { id: provider, first_seen_block: n, stake: '0' })
  await rows.insert('service_revision', revision(provider, n, { model: `model ${n}` }))
  await rows.insert('account', account(payer, provider))
  const row: Row = settlement(payer, provider, n, { service_id: `${provider}-${n}-0` })
  await rows.insert('settlement', row)
  await rows.insert('anchor', anchor(root, n, { payer, provider }))
  const fetched = { source: 's', fetched_at: timeOf(n) }
  await rows.insert('verdicts.payload', { root, size: '9', sha256: DIGEST, ...fetched })
  await rows.insert('verdicts.fetch_attempt', {
    root,
    source: 's',
    outcome: 'match',
    started_at: timeOf(n),
    finished_at: timeOf(n),
  })
  await rows.insert('verdicts.trail', { root, status: 'parsed', records: 1, header: '{}', parsed_at: timeOf(n) })
  await rows.insert('verdicts.trail_settlement', { root, payer, provider, nonce: row.nonce, records: 1 })
  await rows.insert('verdicts.inference_record', { root, line: 2, nonce: row.nonce, model: 'm' })
  const reports = [{ source: 's', observedAt: timeOf(n).getTime() - 5_000, sha256: DIGEST }]
  const opened = { payment: 'pass', opening: 'pass' } as const
  await rows.judge(row, 'paid', opened, { reports, trails: [{ root }], openedBy: root })
  return String(row.id)
}

async function insertObserved(rows: Rows, n: number) {
  const [provider, at] = [address(`prov${n}`), timeOf(n)]
  const seen = { provider, source: 's' }
  const report = { sha256: DIGEST, size: '9', observed_at: at, last_observed_at: at }
  await rows.insert('verdicts.enclave_report', { ...seen, ...report })
  await rows.insert('verdicts.report_attempt', { ...seen, outcome: 'not-served', attempted_at: at })
  const drift = { provider, kind: 'code', from_value: 'a', to_value: 'b', to_at: at, detected_at: at }
  await rows.insert('verdicts.provider_drift', drift)
  const checked = { kind: 'card', subject: `s${n}`, uri: 'u', outcome: 'match', attempts: 1, checked_at: at }
  await rows.insert('verdicts.commitment_check', checked)
  const set = {
    tee: 'tdx',
    ca: 'platform',
    fmspc: '00606a000000',
    sha256: `${n}`.padStart(64, '0'),
    body: '{}',
    source: 's',
    fetched_at: at,
  }
  await rows.insert('verdicts.collateral', { ...set, valid_from: at, valid_until: timeOf(n + 100) })
  await rows.insert('verdicts.log_entry', { index: n - 1, kind: 'key', entry: '{}', leaf_hash: DIGEST, added_at: at })
  await rows.insert('verdicts.log_checkpoint', { size: n, root: DIGEST, note: 'n', published_at: at })
}
