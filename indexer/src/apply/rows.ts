/** Rows whose every put can be watched. */
export interface Observable {
  /** `told` hears of each row that is put from now on, in order. */
  observe(told: (row: { id: string }) => void): void
}

/** Rows of one table during a batch: what was loaded, overlaid with what the batch wrote. */
export interface RowSet<Row extends { id: string }> extends Observable {
  find(id: string): Row | undefined
  put(row: Row): void
  /** Rows put since loading, in order of their first put. */
  listChanged(): Row[]
}

export function createRowSet<Row extends { id: string }>(loaded: Iterable<Row>): RowSet<Row> {
  const rows = new Map([...loaded].map((row) => [row.id, row]))
  const changes = createChanges<Row>()
  return {
    find: (id) => rows.get(id),
    put(row) {
      rows.set(row.id, row)
      changes.add(row)
    },
    listChanged: changes.list,
    observe: changes.observe,
  }
}

/** Rows that hold during an interval, of which at most one is open for each key. */
export interface IntervalSet<Row extends { id: string }> extends Observable {
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
  const changes = createChanges<Row>()
  const amend = (key: string, row: Row) => {
    open.set(key, row)
    changes.add(row)
  }
  return {
    findOpen: (key) => open.get(key),
    open: amend,
    amend,
    close(key, ended) {
      const row = open.get(key)
      if (!row) return
      open.delete(key)
      changes.add(ended(row))
    },
    listChanged: changes.list,
    observe: changes.observe,
  }
}

function createChanges<Row extends { id: string }>() {
  const changed = new Map<string, Row>()
  let told: (row: Row) => void = () => undefined
  return {
    add(row: Row) {
      changed.set(row.id, row)
      told(row)
    },
    list: () => [...changed.values()],
    observe(listener: (row: { id: string }) => void) {
      told = listener
    },
  }
}
