import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const MAX_BYTES = 8 * 1024 * 1024
const MAX_LINE = 16 * 1024
const KEPT_LINES = 30

/**
 * A process's log: whole lines with time and name in front, in a file that is set aside as `.1` at eight megabytes, so
 * that a process never takes more than sixteen.
 */
export class ProcessLog {
  readonly path: string
  readonly #name: string
  readonly #maxBytes: number
  #file: number
  #size: number
  #rest = ''
  #last: string[] = []

  constructor(folder: string, name: string, maxBytes = MAX_BYTES) {
    mkdirSync(folder, { recursive: true })
    this.#name = name
    this.#maxBytes = maxBytes
    this.path = join(folder, `${name}.log`)
    this.#file = openSync(this.path, 'a')
    this.#size = fstatSync(this.#file).size
  }

  /** Takes output as it comes, in any cut. */
  write(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n')
    this.#rest = lines.pop() ?? ''
    if (this.#rest.length > MAX_LINE) {
      lines.push(this.#rest)
      this.#rest = ''
    }
    for (const line of lines) this.#append(line)
  }

  /** The last lines, for a sentence on the terminal. */
  tail(): readonly string[] {
    return this.#rest === '' ? this.#last : [...this.#last, this.#rest]
  }

  /** Forgets what tail() knows: called when the process is started again. */
  forget(): void {
    if (this.#rest !== '') this.#append(this.#rest)
    this.#rest = ''
    this.#last = []
  }

  close(): void {
    if (this.#rest !== '') this.#append(this.#rest)
    closeSync(this.#file)
  }

  #append(line: string): void {
    const text = line.slice(0, MAX_LINE)
    this.#last.push(text)
    if (this.#last.length > KEPT_LINES) this.#last.shift()
    if (this.#size > this.#maxBytes) this.#rotate()
    this.#size += writeSync(this.#file, `${new Date().toISOString()} ${this.#name} | ${text}\n`)
  }

  #rotate(): void {
    closeSync(this.#file)
    renameSync(this.path, `${this.path}.1`)
    this.#file = openSync(this.path, 'a')
    this.#size = 0
  }
}
