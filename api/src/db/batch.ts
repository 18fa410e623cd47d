import { type Connection, type FieldDef, type Submittable, types } from 'pg'
import { prepareValue } from 'pg/lib/utils'

/** A statement to run; with a name it is parsed and described once a connection. */
export interface Statement {
  sql: string
  values: unknown[]
  name: string | undefined
  /** Whether its rows are to come at once, and not with those of the statements behind it. */
  flush?: boolean
}

export type Row = Record<string, unknown>

/** How the rows of a statement are made of text. */
interface Shape {
  names: string[]
  parsers: ((text: string) => unknown)[]
  /** A row of nulls: copies of it have one form, which rows that grow by a column at a time have not. */
  empty: Row
}

const NO_SHAPE: Shape = { names: [], parsers: [], empty: {} }

/** Oid of timestamptz. */
const TIME = 1184
const parseAnyTime = types.getTypeParser(TIME, 'text') as (text: string) => unknown

function parserOf(type: number): (text: string) => unknown {
  return type === TIME ? parseTime : types.getTypeParser(type, 'text')
}

const PLAIN_TIME = '2026-01-01 00:00:00+00'.length
/** Where a fraction of a second has its first digit. */
const FRACTION = '2026-01-01 00:00:00.'.length

/** A time; digit by digit in a session that speaks UTC, as all are here, where its year is of this era and has four digits. */
export function parseTime(text: string): unknown {
  const { length } = text
  const isPlain = length === PLAIN_TIME || (length > PLAIN_TIME + 1 && text[FRACTION - 1] === '.')
  if (!isPlain || text[0] === '0' || !text.endsWith('+00')) return parseAnyTime(text)
  const two = (at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528
  const digit = (at: number) => (at < length - 3 ? text.charCodeAt(at) - 48 : 0)
  const ms = length === PLAIN_TIME ? 0 : digit(FRACTION) * 100 + digit(FRACTION + 1) * 10 + digit(FRACTION + 2)
  return new Date(Date.UTC(two(0) * 100 + two(2), two(5) - 1, two(8), two(11), two(14), two(17), ms))
}

/** What each connection knows of named statements. */
const shapes = new WeakMap<Connection, Map<string, Shape | undefined>>()

/** The part of the driver's connection that its types leave out, or give an argument that it does not take. */
interface Wire {
  stream: { cork(): void; uncork(): void }
  parse(message: { text: string; name: string; types: number[] }): void
  bind(message: { portal: string; statement: string; values: unknown[] }): void
  describe(message: { type: 'P'; name: string }): void
  execute(message: { portal: string; rows: number }): void
  flush(): void
  sync(): void
}

/**
 * Statements that are sent in one write and answered in one turn, one after the other. Those behind one that fails do not
 * run; the connection is of no use after a failure, since nobody knows which names it has.
 */
export class Batch implements Submittable {
  /** Statements that ran to their end. */
  done = 0
  private readonly values: unknown[][]
  private known = new Map<string, Shape | undefined>()
  private shape: Shape | undefined
  private rows: Row[] = []
  private onEnd: (error?: Error) => void = () => undefined
  /** Comes without an error where all of them ran, else with that of the first which has no result. */
  readonly ended = new Promise<Error | undefined>((resolve) => {
    this.onEnd = resolve
  })

  /**
   * @param onRows is given the rows of each statement that ran to its end, in their order.
   * @throws where a value is none that PostgreSQL takes.
   */
  constructor(
    private readonly statements: readonly Statement[],
    private readonly onRows: (index: number, rows: Row[]) => void,
  ) {
    this.values = statements.map(({ values }) => values.map(prepareValue))
  }

  /** Called by the driver when the connection is free. */
  submit(connection: Connection): void {
    const wire = connection as unknown as Wire
    this.known = shapes.get(connection) ?? new Map()
    shapes.set(connection, this.known)
    wire.stream.cork()
    for (const [index, { sql, name = '', flush }] of this.statements.entries()) {
      const isNew = name === '' || !this.known.has(name)
      if (isNew) wire.parse({ text: sql, name, types: [] })
      wire.bind({ portal: '', statement: name, values: this.values[index] ?? [] })
      if (isNew) wire.describe({ type: 'P', name: '' })
      wire.execute({ portal: '', rows: 0 })
      if (flush) wire.flush()
      if (name !== '') this.known.set(name, this.known.get(name))
    }
    wire.sync()
    wire.stream.uncork()
  }

  handleRowDescription({ fields }: { fields: FieldDef[] }): void {
    const parsers = fields.map(({ dataTypeID }) => parserOf(dataTypeID))
    const names = fields.map(({ name }) => name)
    this.shape = { names, parsers, empty: Object.fromEntries(names.map((name) => [name, null])) }
    const name = this.statements[this.done]?.name
    if (name !== undefined) this.known.set(name, this.shape)
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.shape ??= this.known.get(this.statements[this.done]?.name ?? '')
    const { names, parsers, empty } = this.shape ?? NO_SHAPE
    const row: Row = { ...empty }
    for (let index = 0; index < names.length; index += 1) {
      const text = fields[index]
      if (text != null) row[names[index] as string] = parsers[index]?.(text)
    }
    this.rows.push(row)
  }

  handleCommandComplete(): void {
    const { done, rows } = this
    this.done += 1
    this.rows = []
    this.shape = undefined
    this.onRows(done, rows)
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete()
  }

  handleReadyForQuery(): void {
    this.onEnd()
  }

  handleError(error: Error): void {
    this.onEnd(error)
  }
}
