import { Field, InputType, Int, registerEnumType } from 'type-graphql'
import { badInput } from '../errors'
import { Amount, DateTime } from './scalars'

@InputType({ description: 'Blocks from (included) to until (excluded).' })
export class BlockRange {
  @Field(() => Int, { nullable: true })
  from?: number | null
  @Field(() => Int, { nullable: true })
  until?: number | null
}

/** Input scalars are handed over as they came; whoever reads a filter parses them, to name the argument. */
@InputType({
  description: 'Times from (included) to until (excluded), ISO 8601 with a zone, e.g. 2026-11-01T00:00:00Z.',
})
export class TimeRange {
  @Field(() => DateTime, { nullable: true })
  from?: unknown
  @Field(() => DateTime, { nullable: true })
  until?: unknown
}

@InputType({ description: 'Neuron, both ends included.' })
export class AmountRange {
  @Field(() => Amount, { nullable: true })
  min?: unknown
  @Field(() => Amount, { nullable: true })
  max?: unknown
}

/** Which end of a list comes first. */
export type ListOrder = 'newest' | 'oldest'
export const ListOrderEnum: Record<ListOrder, ListOrder> = { newest: 'newest', oldest: 'oldest' }
registerEnumType(ListOrderEnum, { name: 'ListOrder', description: 'Which end of a list comes first.' })

/** A half-open range; undefined is no bound. */
export interface Range<Value> {
  from: Value | undefined
  until: Value | undefined
}

const NO_RANGE = { from: undefined, until: undefined }
const MAX_BLOCK = 0x7fffffff
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?$/
const WHOLE = /^\d{1,78}$/

/** Reads a range of blocks. @throws PublicError BAD_USER_INPUT naming the argument, also where it holds no block. */
export function parseBlocks(argument: string, range: BlockRange | null | undefined): Range<number> {
  if (!range) return NO_RANGE
  const read = (name: 'from' | 'until') => {
    const block = range[name]
    if (block == null) return undefined
    if (block < 0) throw badInput(`${argument}.${name}`, `a block, 0 to ${MAX_BLOCK}`, String(block))
    return block
  }
  return ordered(argument, { from: read('from'), until: read('until') })
}

/** Reads a range of times. @throws PublicError BAD_USER_INPUT naming the argument, also where it holds no time. */
export function parseTimes(argument: string, range: TimeRange | null | undefined): Range<Date> {
  if (!range) return NO_RANGE
  const read = (name: 'from' | 'until') =>
    range[name] == null ? undefined : parseTime(`${argument}.${name}`, range[name])
  return ordered(argument, { from: read('from'), until: read('until') })
}

/** Reads a time. @throws PublicError BAD_USER_INPUT naming the argument. */
export function parseTime(argument: string, value: unknown): Date {
  const time = typeof value === 'string' && TIME.test(value) ? new Date(value) : undefined
  if (!time || Number.isNaN(time.getTime())) throw badInput(argument, 'a time, e.g. 2026-11-01T00:00:00Z', show(value))
  return time
}

/** Reads bounds of an amount, both included. @throws PublicError BAD_USER_INPUT naming the argument. */
export function parseAmounts(argument: string, range: AmountRange | null | undefined) {
  if (!range) return { min: undefined, max: undefined }
  const read = (name: 'min' | 'max') =>
    range[name] == null ? undefined : parseAmount(`${argument}.${name}`, range[name])
  const [min, max] = [read('min'), read('max')]
  if (min !== undefined && max !== undefined && BigInt(min) > BigInt(max))
    throw badInput(argument, 'min not above max', `${min} to ${max}`)
  return { min, max }
}

function parseAmount(argument: string, value: unknown): string {
  const text = Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== 'string' || !WHOLE.test(text)) throw badInput(argument, 'neuron as a decimal string', show(value))
  return text
}

function ordered<Value extends number | Date>(argument: string, range: Range<Value>): Range<Value> {
  const { from, until } = range
  if (from !== undefined && until !== undefined && from >= until)
    throw badInput(argument, 'from below until', `${toText(from)} to ${toText(until)}`)
  return range
}

function toText(value: number | Date): string {
  return value instanceof Date ? value.toISOString() : String(value)
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
}

/** Reads an argument where it is given. */
export function readIf<Value, Result>(
  argument: string,
  value: Value | null | undefined,
  parse: (argument: string, value: Value) => Result,
): Result | undefined {
  return value == null ? undefined : parse(argument, value)
}

/** Text to compare with, which PostgreSQL must be able to hold. @throws PublicError BAD_USER_INPUT naming the argument. */
export function parseText(argument: string, text: string): string {
  if (text.length > 512 || text.includes('\0')) throw badInput(argument, 'at most 512 characters without NUL', text)
  return text
}

/** One of some words. @throws PublicError BAD_USER_INPUT naming the argument and the words. */
export function parseWord<Word extends string>(words: readonly Word[]): (argument: string, text: string) => Word {
  return (argument, text) => {
    const word = words.find((known) => known === text)
    if (word === undefined) throw badInput(argument, `one of ${words.join(', ')}`, text)
    return word
  }
}
