import { badInput } from '../errors'

export const EVENT_KINDS = ['settlement', 'removed', 'verdict'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** Where a reader stands: in one making of the schema, behind one event. Orders as the events do. */
export interface EventPosition {
  generation: string
  tx: bigint
  id: bigint
}

/** Something that happened, in the order of the database's transactions. */
export interface LiveEvent extends EventPosition {
  kind: EventKind
  settlementId: string
  payer: string | null
  provider: string | null
  blockNumber: number | null
  verdictId: string | null
  outcome: string | null
}

/** `<generation>.<transaction>.<number>`. */
export function toEventId({ generation, tx, id }: EventPosition): string {
  return `${generation}.${tx}.${id}`
}

/** @throws PublicError BAD_USER_INPUT naming the argument. */
export function parseEventId(argument: string, text: string): EventPosition {
  const match = /^([0-9a-f]{8})\.(\d{1,19})\.(\d{1,18})$/.exec(text)
  if (!match) throw badInput(argument, 'the id of an event', text)
  return { generation: match[1] ?? '', tx: BigInt(match[2] ?? ''), id: BigInt(match[3] ?? '') }
}

/** Whether `a` comes after `b`, both of one generation. */
export function isAfter(a: EventPosition, b: EventPosition): boolean {
  return a.tx === b.tx ? a.id > b.id : a.tx > b.tx
}

/** Which events a reader wants; undefined: all. */
export interface EventFilter {
  kinds: readonly EventKind[] | undefined
  payer: string | undefined
  provider: string | undefined
}

export function fits(event: LiveEvent, { kinds, payer, provider }: EventFilter): boolean {
  if (kinds && !kinds.includes(event.kind)) return false
  if (payer !== undefined && event.payer !== payer) return false
  return provider === undefined || event.provider === provider
}
