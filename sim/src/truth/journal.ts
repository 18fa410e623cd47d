/** Remembers how to take back every change, so that the world can return to how it was at an earlier block. */
export class Journal {
  private readonly undos: (() => void)[] = []

  /** A point to return to. */
  mark(): number {
    return this.undos.length
  }

  note(undo: () => void): void {
    this.undos.push(undo)
  }

  /** Takes back what was changed since that mark, last change first. */
  undoTo(mark: number): void {
    while (this.undos.length > mark) this.undos.pop()?.()
  }
}

/** A map whose changes can be taken back. Values are never changed in place. */
export class JournaledMap<Value> {
  private readonly map = new Map<string, Value>()

  constructor(private readonly journal: Journal) {}

  get(key: string): Value | undefined {
    return this.map.get(key)
  }

  set(key: string, value: Value): void {
    const had = this.map.has(key)
    const before = this.map.get(key)
    this.journal.note(() => {
      if (had) this.map.set(key, before as Value)
      else this.map.delete(key)
    })
    this.map.set(key, value)
  }

  delete(key: string): void {
    const before = this.map.get(key)
    if (before === undefined) return
    this.journal.note(() => this.map.set(key, before))
    this.map.delete(key)
  }

  get size(): number {
    return this.map.size
  }

  keys(): string[] {
    return [...this.map.keys()]
  }

  entries(): [string, Value][] {
    return [...this.map.entries()]
  }
}
