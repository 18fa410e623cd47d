import type { Network } from '@touchstone/networks'
import type { BlobStore } from '@touchstone/store/blobs'
import DataLoader from 'dataloader'
import type { Database, Queryable } from './db/database'
import { Turns } from './db/turns'
import type { TcbLooks } from './enclave/tcbLooks'
import type { EventLog } from './events/eventLog'
import type { StreamSlots } from './events/slots'
import type { Looks } from './looks/looks'
import type { ChainHead } from './network/head'
import type { MetaCache } from './network/meta'
import type { JudgedMark } from './settlement/judgedMark'

/** What every request shares: made once by the process. */
export interface Services {
  database: Database
  network: Network
  head: ChainHead
  meta: MetaCache
  judged: JudgedMark
  /** What happens, as it happens. */
  events: EventLog
  /** Streams that are open. */
  slots: StreamSlots
  looks: Looks
  tcb: TcbLooks
  /** Published payloads; undefined where no DATA_DIR is mounted. */
  blobs: BlobStore | undefined
  /** Enclave reports by their SHA-256; undefined where no DATA_DIR is mounted. */
  reports: BlobStore | undefined
}

/** The same as one request sees it. */
export interface RequestServices extends Omit<Services, 'database'> {
  database: Queryable
}

/** How one relation is read for many rows at once. */
export interface Relation<Key, Value> {
  /** One value for each key, in their order; a fixed number of statements however many keys there are. */
  load(keys: readonly Key[], context: RequestContext): Promise<Value[]>
  /** Two keys with the same text are one. Needed where keys are objects. */
  keyOf?(key: Key): string
}

/** What one request owns: a loader for each relation that it touches. */
export class RequestContext {
  private readonly loaders = new Map<unknown, DataLoader<unknown, unknown, string>>()
  /** What the loaders were asked for, by relation and key. */
  private readonly asked = new Map<unknown, Map<string, Promise<unknown>>>()
  readonly services: RequestServices

  constructor(services: Services) {
    this.services = { ...services, database: new Turns(services.database) }
  }

  /** The value of a relation for one key; keys of the same turn of the event loop share a statement. */
  load<Key, Value>(relation: Relation<Key, Value>, key: Key): Promise<Value> {
    return this.loaderOf(relation).load(key) as Promise<Value>
  }

  /** The value of a relation for a key that this request has asked for; undefined where it has not. */
  findAsked<Key, Value>(relation: Relation<Key, Value>, key: Key): Promise<Value> | undefined {
    return this.asked.get(relation)?.get(keyOf(relation, key)) as Promise<Value> | undefined
  }

  /** Keeps the value of a relation for a key that was read beside something else; one that is known already stays. */
  prime<Key, Value>(relation: Relation<Key, Value>, key: Key, value: Value): void {
    this.loaderOf(relation).prime(key, value)
  }

  private loaderOf<Key, Value>(relation: Relation<Key, Value>): DataLoader<unknown, unknown, string> {
    const known = this.loaders.get(relation)
    if (known) return known
    const loader = this.buildLoader(relation)
    this.loaders.set(relation, loader)
    return loader
  }

  private buildLoader<Key, Value>(relation: Relation<Key, Value>): DataLoader<unknown, unknown, string> {
    const cacheMap = new Map<string, Promise<unknown>>()
    this.asked.set(relation, cacheMap)
    return new DataLoader((keys) => relation.load(keys as readonly Key[], this), {
      cacheKeyFn: (key) => keyOf(relation, key as Key),
      cacheMap,
    })
  }
}

function keyOf<Key, Value>(relation: Relation<Key, Value>, key: Key): string {
  return relation.keyOf ? relation.keyOf(key) : String(key)
}

/** Puts rows back into the order of their keys; `empty` stands where a key has none. */
export function pickByKey<Key, Row, Value>(
  keys: readonly Key[],
  rows: Row[],
  keyOf: (row: Row) => Key,
  toValue: (row: Row | undefined) => Value,
): Value[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]))
  return keys.map((key) => toValue(byKey.get(key)))
}

/** Groups rows under their keys, in the order of the keys and, within one, of the rows. */
export function groupByKey<Key, Row>(keys: readonly Key[], rows: Row[], keyOf: (row: Row) => Key): Row[][] {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return keys.map((key) => groups.get(key) ?? [])
}
