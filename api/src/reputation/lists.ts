import { logKeys } from '../connection/rowList'
import { Where } from '../connection/where'
import { groupByKey, type Relation } from '../context'
import { finalityOf } from '../words/finality'
import { parseAddress, parseAgentId, parseHash } from '../words/ids'
import { parseBlocks, parseTimes, readIf } from '../words/ranges'
import { textColumn } from '../words/text'
import type { FeedbackFilter, FeedbackResponse, ValidationFilter, ValidationResponse } from './types'

/** Answers shown of one feedback or request, newest first: anybody may give any number. */
const MAX_RESPONSES = 50

const PLACE = `block_number as "blockNumber", block_time as "blockTime", tx_hash as "txHash"`

export const FEEDBACK_LIST = {
  name: 'feedback',
  columns: `id, agent_id as "agentId", registry, client, index, value, value_decimals as "valueDecimals",
    ${textColumn('tag1')}, ${textColumn('tag2')}, ${textColumn('endpoint')}, ${textColumn('uri')}, hash,
    revoked_block as "revokedBlock", ${PLACE}, log_index as "logIndex",
    ${finalityOf('coalesce(revoked_block, block_number)')}`,
  from: 'feedback',
  table: 'feedback',
  party: 'agent_id',
  keys: logKeys(),
}

export const VALIDATION_LIST = {
  name: 'validations',
  columns: `id, agent_id as "agentId", registry, validator, request_hash as "requestHash", ${textColumn('uri')},
    tx_from as "txFrom", ${PLACE}, log_index as "logIndex", ${finalityOf('block_number')}`,
  from: 'validation_request',
  table: 'validation_request',
  party: 'agent_id',
  keys: logKeys(),
}

export function whereFeedback(filter: FeedbackFilter | undefined): Where {
  const { from, until } = parseBlocks('filter.blocks', filter?.blocks)
  const where = new Where()
    .equal('agent_id', readIf('filter.agent', filter?.agent, parseAgentId))
    .equal('client', readIf('filter.client', filter?.client, parseAddress))
    .within('block_number', 'int', from, until)
    .ofTimes({ time: 'block_time', block: 'block_number' }, parseTimes('filter.times', filter?.times))
  return filter?.revoked == null ? where : where.add(`revoked_block is ${filter.revoked ? 'not null' : 'null'}`)
}

export function whereValidation(filter: ValidationFilter | undefined): Where {
  const { from, until } = parseBlocks('filter.blocks', filter?.blocks)
  const where = new Where()
    .equal('agent_id', readIf('filter.agent', filter?.agent, parseAgentId))
    .equal('validator', readIf('filter.validator', filter?.validator, parseAddress))
    .equal('request_hash', readIf('filter.requestHash', filter?.requestHash, parseHash))
    .within('block_number', 'int', from, until)
    .ofTimes({ time: 'block_time', block: 'block_number' }, parseTimes('filter.times', filter?.times))
  if (filter?.pending == null) return where
  const answered = 'exists (select from validation_response a where a.request_id = validation_request.id)'
  return where.add(filter.pending ? `not ${answered}` : answered)
}

function responses<Row extends { subject: string }>(table: string, subject: string, columns: string) {
  const sql = `select r.* from unnest($1::text[]) k(id) cross join lateral (
    select ${subject} as subject, id, ${columns}, ${textColumn('uri')}, hash, ${PLACE}, ${finalityOf('block_number')}
    from ${table} where ${subject} = k.id order by block_number desc, id desc limit $2) r`
  const relation: Relation<string, Row[]> = {
    load: async (ids, { services }) => {
      const rows = await services.database.query<Row & Record<string, unknown>>(sql, [ids, MAX_RESPONSES], true)
      return groupByKey(ids, rows as Row[], (row) => row.subject)
    },
  }
  return relation
}

/** Answers to a feedback, newest first. */
export const feedbackResponses = responses<FeedbackResponse & { subject: string }>(
  'feedback_response',
  'feedback_id',
  'responder',
)

/** Answers to a request for validation, newest first. */
export const validationResponses = responses<ValidationResponse & { subject: string }>(
  'validation_response',
  'request_id',
  `validator, response, ${textColumn('tag')}`,
)
