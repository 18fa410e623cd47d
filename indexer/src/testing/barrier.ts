import type { Client } from 'pg'
import { waitUntil } from './anvil'

const KEY = 0x6b696c6c

/** Where the database holds a process until the test lets it go. */
export interface Barrier {
  /** DDL that makes something wait for `wait_at_barrier()`. */
  set: string
  /** DDL that takes it away again. */
  unset: string
}

/** Waits where rows of a table are written, dropped or emptied. */
export function atTable(table: string, when: string, level: 'row' | 'statement' = 'row'): Barrier {
  return {
    set: `create trigger barrier ${when} on ${table} for each ${level} execute function wait_at_barrier()`,
    unset: `drop trigger if exists barrier on ${table}`,
  }
}

/** Waits within COMMIT, once a transaction has changed a row of the table. */
export function atCommit(table: string): Barrier {
  return {
    set: `create constraint trigger barrier after insert or update on ${table} deferrable initially deferred
          for each row execute function wait_at_barrier()`,
    unset: `drop trigger if exists barrier on ${table}`,
  }
}

/** Waits in the middle of a migration. */
export const AT_MIGRATION: Barrier = {
  set: `create event trigger barrier on ddl_command_end when tag in ('CREATE INDEX') execute function wait_at_barrier_of_ddl()`,
  unset: 'drop event trigger if exists barrier',
}

const FUNCTIONS = ['wait_at_barrier() returns trigger', 'wait_at_barrier_of_ddl() returns event_trigger']

/**
 * Puts up a barrier, acts, and calls `strike` once somebody waits there; `poke` is called now and then until that is so.
 * @param client a session of its own: it holds the barrier.
 */
export async function strikeAt(
  client: Client,
  barrier: Barrier,
  { act, poke, strike }: { act: () => void; poke: () => void; strike: () => void },
): Promise<void> {
  for (const name of FUNCTIONS) {
    const result = name.endsWith('event_trigger') ? '' : 'return null;'
    await client.query(
      `create or replace function ${name} language plpgsql as
       $$ begin perform pg_advisory_xact_lock_shared(${KEY}); ${result} end $$`,
    )
  }
  await client.query(`select pg_advisory_lock(${KEY})`)
  await client.query(barrier.set)
  act()
  let asked = 0
  try {
    await waitUntil('somebody waits at the barrier', async () => {
      if (asked++ % 20 === 19) poke()
      const { rows } = await client.query(
        `select 1 from pg_locks where locktype = 'advisory' and objid = ${KEY} and not granted
         and database = (select oid from pg_database where datname = current_database())`,
      )
      return rows.length > 0
    })
    strike()
  } finally {
    await client.query(`select pg_advisory_unlock(${KEY})`)
    await client.query(barrier.unset)
  }
}
