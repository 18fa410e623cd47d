/** What changed of one table. A row that was not there is new: it can be inserted without looking for it. */
export interface ChangedRows<Row extends { id: string }> {
  /** Rows put since loading, or since the last `take`, in order of their first put. */
  listChanged(): Row[]
  /** Those of them that were neither loaded nor taken before. */
  listNew(): Row[]
  /** Those of them that were. */
  listUpdated(): Row[]
}

/** What a batch changed of one table. */
export interface Changes<Row extends { id: string }> extends ChangedRows<Row> {
  /** Gives out what changed, for somebody who writes it: from now on it counts as there. */
  take(): ChangedRows<Row>
  /** `told` hears of each row that is put from now on, in order. */
  observe(told: (row: { id: string }) => void): void
}

/** Rows of one table during a batch: what was loaded, overlaid with what the batch wrote. */
export interface RowSet<Row extends { id: string }> extends Changes<Row> {
  find(id: string): Row | undefined
  put(row: Row): void
}

export function createRowSet<Row extends { id: string }>(loaded: Iterable<Row>): RowSet<Row> {
  const rows = new Map([...loaded].map((row) => [row.id, row]))
  const { add, changes } = createChanges<Row>(rows.keys())
  return {
    ...changes,
    find: (id) => rows.get(id),
    put(row) {
      rows.set(row.id, row)
      add(row)
    },
  }
}

/** Rows that hold during an interval, of which at most one is open for each key. */
export interface IntervalSet<Row extends { id: string }> extends Changes<Row> {
  findOpen(key: string): Row | undefined
  /** Opens `row`; whoever opens has closed the former one. */
  open(key: string, row: Row): void
  /** Ends the open row, if there is one, as `ended` says. */
  close(key: string, ended: (row: Row) => Row): void
  /** Replaces the open row by one with the same id. */
  amend(key: string, row: Row): void
}

export function createIntervalSet<Row extends { id: string }>(
  loadedOpen: Iterable<Row>,
  keyOf: (row: Row) => string,
): IntervalSet<Row> {
  const loaded = [...loadedOpen]
  const open = new Map(loaded.map((row) => [keyOf(row), row]))
  const { add, changes } = createChanges<Row>(loaded.map((row) => row.id))
  const amend = (key: string, row: Row) => {
    open.set(key, row)
    add(row)
  }
  return {
    ...changes,
    findOpen: (key) => open.get(key),
    open: amend,
    amend,
    close(key, ended) {
      const row = open.get(key)
      if (!row) return
      open.delete(key)
      add(ended(row))
    },
  }
}

/** Rows that hold during an interval, of which any number is open for each key: one for each member. */
export interface GroupSet<Row extends { id: string }> extends Changes<Row> {
  /** In order of the members, so that what follows from it does not depend on what was loaded. */
  listOpen(key: string): Row[]
  findOpen(key: string, member: string): Row | undefined
  open(row: Row): void
  /** Ends the open row of that member, if there is one, as `ended` says. */
  close(key: string, member: string, ended: (row: Row) => Row): void
}

export function createGroupSet<Row extends { id: string }>(
  loadedOpen: Iterable<Row>,
  keyOf: (row: Row) => string,
  memberOf: (row: Row) => string,
): GroupSet<Row> {
  const loaded = [...loadedOpen]
  const { add, changes } = createChanges<Row>(loaded.map((row) => row.id))
  const groups = new Map<string, Map<string, Row>>()
  const set = (row: Row) => {
    const group = groups.get(keyOf(row))
    if (group) group.set(memberOf(row), row)
    else groups.set(keyOf(row), new Map([[memberOf(row), row]]))
  }
  for (const row of loaded) set(row)
  return {
    ...changes,
    listOpen(key) {
      const group = groups.get(key)
      if (!group) return []
      if (group.size < 2) return [...group.values()]
      return [...group].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)
    },
    findOpen: (key, member) => groups.get(key)?.get(member),
    open(row) {
      set(row)
      add(row)
    },
    close(key, member, ended) {
      const row = groups.get(key)?.get(member)
      if (!row) return
      groups.get(key)?.delete(member)
      add(ended(row))
    },
  }
}

function createChanges<Row extends { id: string }>(loadedIds: Iterable<string>) {
  const loaded = new Set(loadedIds)
  const changed = new Map<string, Row>()
  let told: (row: Row) => void = () => undefined
  const changes: Changes<Row> = {
    listChanged: () => [...changed.values()],
    listNew: () => [...changed.values()].filter((row) => !loaded.has(row.id)),
    listUpdated: () => [...changed.values()].filter((row) => loaded.has(row.id)),
    take() {
      const [all, fresh, updated] = [changes.listChanged(), changes.listNew(), changes.listUpdated()]
      for (const { id } of fresh) loaded.add(id)
      changed.clear()
      return { listChanged: () => all, listNew: () => fresh, listUpdated: () => updated }
    },
    observe(listener) {
      told = listener
    },
  }
  const add = (row: Row) => {
    changed.set(row.id, row)
    told(row)
  }
  return { add, changes }
}
