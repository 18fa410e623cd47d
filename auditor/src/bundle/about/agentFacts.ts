import type { Queryable } from '../../database.js'
import { cut, endOf, type Found, findEntries, join, lookOf, millis } from './rows.js'

interface Asked {
  /** The agent. */
  id: string
  block: number
}

/** Newest first, by the place in the chain. */
const NEWEST = (row: string) => `order by ${row}.from_block desc, ${row}.id desc`

const AGENT = `select jsonb_build_object('id', g.id, 'registry', g.registry_id, 'number', g.agent_id::text,
    'mintedBlock', g.minted_block, 'mintTx', g.mint_tx_hash, 'registered', g.registered) as entry
  from agent g where g.id = $1 and g.minted_block <= $2`

const OWNERS = `select jsonb_build_object('owner', o.owner, 'from', o.from_block, 'to', ${endOf('o')}, 'tx', o.tx_hash) as entry
  from agent_ownership o where o.agent_id = $1 and o.from_block <= $2 ${NEWEST('o')}`

const CARDS = `select jsonb_build_object('uri', ${cut('c.uri')}, 'uriCharacters', length(c.uri), 'from', c.from_block,
    'to', ${endOf('c')}, 'tx', c.tx_hash, 'lookedAt', ${lookOf('card', 'c')}) as entry
  from agent_card c where c.agent_id = $1 and c.from_block <= $2 ${NEWEST('c')}`

const WALLETS = `select jsonb_build_object('wallet', w.wallet, 'how', w.how, 'signature', w.signature,
    'signatureBytes', ${cut('w.signature_bytes')}, 'deadline', w.deadline::text, 'sentByWallet', w.sent_by_wallet,
    'from', w.from_block, 'to', ${endOf('w')}, 'tx', w.tx_hash) as entry
  from agent_wallet w where w.agent_id = $1 and w.from_block <= $2 ${NEWEST('w')}`

const METADATA = `select jsonb_build_object('key', ${cut('m.key')}, 'value', ${cut('m.value')}, 'valueBytes', m.value_size,
    'from', m.from_block, 'to', ${endOf('m')}, 'tx', m.tx_hash) as entry
  from agent_metadata m where m.agent_id = $1 and m.from_block <= $2 ${NEWEST('m')}`

const LINKS = `select jsonb_build_object('payer', l.payer, 'type', l.type, 'strength', l.strength, 'evidence', l.evidence,
    'from', l.from_block, 'to', ${endOf('l')}, 'tx', l.tx_hash) as entry
  from payer_link l where l.agent_id = $1 and l.from_block <= $2 ${NEWEST('l')}`

/** Registration, owners, wallets and links of an agent, with the transactions that say so. */
export async function findIdentity(db: Queryable, asked: Asked): Promise<Found> {
  return join(
    await findEntries(db, 'agent', AGENT, asked),
    await findEntries(db, 'owner', OWNERS, asked),
    await findEntries(db, 'registration', CARDS, asked),
    await findEntries(db, 'wallet', WALLETS, asked),
    await findEntries(db, 'metadata', METADATA, asked),
    await findEntries(db, 'link', LINKS, asked),
    { entries: [], missing: ['the bytes of registration files: only what became of looking at them is here.'] },
  )
}

const RESPONSES = `(select coalesce(jsonb_agg(jsonb_build_object('responder', a.responder, 'uri', ${cut('a.uri')},
    'hash', a.hash, 'block', a.block_number, 'tx', a.tx_hash) order by a.block_number, a.id), '[]'::jsonb)
  from (select * from feedback_response r where r.feedback_id = f.id and r.block_number <= $2
        order by r.block_number desc, r.id desc limit 20) a)`

const FEEDBACK = `select jsonb_build_object('client', f.client, 'index', f.index::text, 'value', f.value::text,
    'valueDecimals', f.value_decimals, 'tags', jsonb_build_array(${cut('f.tag1')}, ${cut('f.tag2')}),
    'endpoint', ${cut('f.endpoint')}, 'uri', ${cut('f.uri')}, 'hash', f.hash,
    'revokedBlock', case when f.revoked_block <= $2 then f.revoked_block end, 'block', f.block_number,
    'time', ${millis('f.block_time')}, 'tx', f.tx_hash, 'lookedAt', ${lookOf('feedback', 'f')},
    'responses', ${RESPONSES}) as entry
  from feedback f where f.agent_id = $1 and f.block_number <= $2 order by f.block_number desc, f.log_index desc`

/** Feedback about an agent, revoked or not, with the newest answers to it. Anybody may give any. */
export async function findReputation(db: Queryable, asked: Asked): Promise<Found> {
  return join(await findEntries(db, 'feedback', FEEDBACK, asked), {
    entries: [],
    missing: [
      'the bytes of feedback files: only what became of looking at them is here; answers beyond the newest 20.',
    ],
  })
}

const ANSWERS = `(select coalesce(jsonb_agg(jsonb_build_object('validator', a.validator, 'response', a.response,
    'uri', ${cut('a.uri')}, 'hash', a.hash, 'tag', ${cut('a.tag')}, 'block', a.block_number, 'tx', a.tx_hash)
    order by a.block_number, a.id), '[]'::jsonb)
  from (select * from validation_response r where r.request_id = q.id and r.block_number <= $2
        order by r.block_number desc, r.id desc limit 20) a)`

const REQUESTS = `select jsonb_build_object('registry', q.registry, 'validator', q.validator, 'requestHash', q.request_hash,
    'uri', ${cut('q.uri')}, 'block', q.block_number, 'time', ${millis('q.block_time')}, 'tx', q.tx_hash,
    'askedBy', q.tx_from, 'responses', ${ANSWERS}) as entry
  from validation_request q where q.agent_id = $1 and q.block_number <= $2 order by q.block_number desc, q.log_index desc`

/** Validations that were asked for, with the newest answers. */
export async function findValidation(db: Queryable, asked: Asked): Promise<Found> {
  return join(await findEntries(db, 'request', REQUESTS, asked), {
    entries: [],
    missing: ['the bytes of request and response files: they are not fetched; answers beyond the newest 20.'],
  })
}
