/** Rows of one table during a batch: what was loaded, overlaid with what the batch wrote. */
export interface RowSet<Row extends { id: string }> {
  find(id: string): Row | undefined
  put(row: Row): void
  /** Rows put since loading, in order of their first put. */
  listChanged(): Row[]
}

export function createRowSet<Row extends { id: string }>(loaded: Iterable<Row>): RowSet<Row> {
  const rows = new Map([...loaded].map((row) => [row.id, row]))
  const changed = new Map<string, Row>()
  return {
    find: (id) => rows.get(id),
    put(row) {
      rows.set(row.id, row)
      changed.set(row.id, row)
    },
    listChanged: () => [...changed.values()],
  }
}

/** Rows that hold during an interval, of which at most one is open for each key. */
export interface IntervalSet<Row extends { id: string }> {
  findOpen(key: string): Row | undefined
  /** Opens `row`; whoever opens has closed the former one. */
  open(key: string, row: Row): void
  /** Ends the open row, if there is one, as `ended` says. */
  close(key: string, ended: (row: Row) => Row): void
  /** Replaces the open row by one with the same id. */
  amend(key: string, row: Row): void
  listChanged(): Row[]
}

export function createIntervalSet<Row extends { id: string }>(
  loadedOpen: Iterable<Row>,
  keyOf: (row: Row) => string,
): IntervalSet<Row> {
  const open = new Map([...loadedOpen].map((row) => [keyOf(row), row]))
  const changed = new Map<string, Row>()
  const amend = (key: string, row: Row) => {
    open.set(key, row)
    changed.set(row.id, row)
  }
  return {
    findOpen: (key) => open.get(key),
    open: amend,
    amend,
    close(key, ended) {
      const row = open.get(key)
      if (!row) return
      open.delete(key)
      changed.set(row.id, ended(row))
    },
    listChanged: () => [...changed.values()],
  }
}
