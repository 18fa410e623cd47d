import { z } from 'zod'
import { HEADER_FIELDS, pickHeaderLines } from '../chain/header.js'
import { LOG_FIELDS } from '../chain/log.js'
import { RECEIPT_FIELDS } from '../chain/receipt.js'
import { pickLines } from '../chain/record.js'
import { TRANSACTION_FIELDS } from '../chain/transaction.js'
import { BadQuery } from './badQuery.js'
import type { LogRequest, Query, Selection, TransactionRequest } from './query.js'

const MAX_REQUESTS = 500
const MAX_VALUES = 20_000
const MAX_BLOCK = 0xffff_ffff

const lower = (value: string) => value.toLowerCase()
const addresses = z
  .array(
    z
      .string()
      .regex(/^0x[0-9a-f]{40}$/i, 'expected an address')
      .transform(lower),
  )
  .optional()
const topics = z
  .array(
    z
      .string()
      .regex(/^0x[0-9a-f]{64}$/i, 'expected 32 bytes of hex')
      .transform(lower),
  )
  .optional()
const flag = z.boolean().optional()
const block = z.int().min(0).max(MAX_BLOCK)

const logRequest = z.strictObject({
  address: addresses,
  topic0: topics,
  topic1: topics,
  topic2: topics,
  topic3: topics,
  transaction: flag,
  transactionLogs: flag,
  transactionTraces: flag,
  transactionStateDiffs: flag,
})

const transactionRequest = z.strictObject({
  to: addresses,
  from: addresses,
  sighash: z
    .array(
      z
        .string()
        .regex(/^0x([0-9a-f]{8})?$/i, 'expected four bytes of hex')
        .transform(lower),
    )
    .optional(),
  type: z.array(z.int().min(0).max(255)).optional(),
  logs: flag,
  traces: flag,
  stateDiffs: flag,
})

const fields = z.record(z.string(), z.boolean())

const schema = z.strictObject({
  fromBlock: block,
  toBlock: block.nullish(),
  includeAllBlocks: flag,
  fields: z
    .strictObject({
      block: fields.optional(),
      transaction: fields.optional(),
      log: fields.optional(),
      trace: fields.optional(),
      stateDiff: fields.optional(),
    })
    .optional(),
  logs: z.array(logRequest).max(MAX_REQUESTS).nullish(),
  transactions: z.array(transactionRequest).max(MAX_REQUESTS).nullish(),
  traces: z.array(z.unknown()).nullish(),
  stateDiffs: z.array(z.unknown()).nullish(),
})

type Input = z.infer<typeof schema>

/** Reads a query as the client sends it. @throws BadQuery with one sentence on what this gateway cannot answer. */
export function parseQuery(body: unknown): Query {
  const parsed = schema.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const place = issue?.path.join('.') ?? ''
    throw new BadQuery(
      `The query is not understood: ${place ? `${place}: ` : ''}${issue?.message ?? 'it is not an object'}.`,
    )
  }
  const input = parsed.data
  refuseUnserved(input)
  if (input.toBlock != null && input.toBlock < input.fromBlock)
    throw new BadQuery(`The query's toBlock ${input.toBlock} is below its fromBlock ${input.fromBlock}.`)
  return {
    fromBlock: input.fromBlock,
    toBlock: input.toBlock ?? null,
    includeAllBlocks: input.includeAllBlocks ?? false,
    logs: (input.logs ?? []).flatMap(toLogRequest),
    transactions: (input.transactions ?? []).flatMap(toTransactionRequest),
    select: toSelection(input),
  }
}

/** A request that cannot be served is refused by name: an empty answer would look like a chain without such items. */
function refuseUnserved(input: Input) {
  if (input.stateDiffs?.length)
    throw new BadQuery('stateDiffs: this gateway serves no state diffs; leave out addStateDiff.')
  if (input.traces?.length)
    throw new BadQuery(
      'traces: this gateway does not search by trace; ask for transactionTraces of a log or for traces of a transaction.',
    )
  if (input.logs?.some((request) => request.transactionStateDiffs))
    throw new BadQuery('logs.transactionStateDiffs: this gateway serves no state diffs; leave the field out.')
  if (input.transactions?.some((request) => request.stateDiffs))
    throw new BadQuery('transactions.stateDiffs: this gateway serves no state diffs; leave the field out.')
  if (input.transactions?.some((request) => !request.to && !request.from))
    throw new BadQuery(
      'transactions: a request needs `to` or `from`; a chain is not searched by sighash or type alone.',
    )
  const values = [...(input.logs ?? []), ...(input.transactions ?? [])].flatMap((request) =>
    Object.values(request).map((value) => (Array.isArray(value) ? value.length : 0)),
  )
  if (values.reduce((sum, length) => sum + length, 0) > MAX_VALUES)
    throw new BadQuery(`The query filters by more than ${MAX_VALUES} values: split it.`)
  refuseUnknownFields(input)
}

function refuseUnknownFields({ fields = {} }: Input) {
  const known: Record<string, readonly (readonly [string, unknown])[]> = {
    block: [...HEADER_FIELDS, ['height', 0]],
    transaction: [...TRANSACTION_FIELDS, ...RECEIPT_FIELDS],
    log: LOG_FIELDS,
  }
  for (const [kind, list] of Object.entries(known))
    for (const [name, wanted] of Object.entries(fields[kind as keyof typeof fields] ?? {}))
      if (wanted && !list.some(([field]) => field === name))
        throw new BadQuery(`fields.${kind}.${name}: this gateway does not serve this field; leave it out.`)
}

function toLogRequest(request: z.infer<typeof logRequest>): LogRequest[] {
  const { address, topic0, topic1, topic2, topic3 } = request
  // An empty list means that nothing matches.
  if ([address, topic0, topic1, topic2, topic3].some((values) => values?.length === 0)) return []
  return [
    {
      address: address ?? null,
      topics: [topic0 ?? null, topic1 ?? null, topic2 ?? null, topic3 ?? null],
      transaction: request.transaction ?? false,
      transactionLogs: request.transactionLogs ?? false,
      transactionTraces: request.transactionTraces ?? false,
    },
  ]
}

function toTransactionRequest(request: z.infer<typeof transactionRequest>): TransactionRequest[] {
  const { to, from, sighash, type } = request
  if ([to, from, sighash, type].some((values) => values?.length === 0)) return []
  return [
    {
      to: to ?? null,
      from: from ?? null,
      sighash: sighash ?? null,
      type: type ?? null,
      logs: request.logs ?? false,
      traces: request.traces ?? false,
    },
  ]
}

function toSelection({ fields = {} }: Input): Selection {
  const selected = (names: Record<string, boolean> = {}) => Object.keys(names).filter((name) => names[name])
  return {
    header: pickHeaderLines(selected(fields.block)),
    log: pickLines(LOG_FIELDS, ['logIndex', 'transactionIndex', ...selected(fields.log)]),
    transaction: pickLines(TRANSACTION_FIELDS, ['transactionIndex', ...selected(fields.transaction)]),
    receipt: pickLines(RECEIPT_FIELDS, selected(fields.transaction)),
  }
}
