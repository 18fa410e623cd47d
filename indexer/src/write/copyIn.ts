import type { Connection, Submittable } from 'pg'

/** Of one message: less than the server's memory for it, more than a system call is worth. */
const PIECE = 262_144

/** What a connection of `pg` 8.16 does for a copy; its types leave these out. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/**
 * One `copy … from stdin` on a connection of `pg`, which speaks the protocol and leaves the text to whoever queries. Settles
 * once the server is ready for the next query.
 */
export class CopyIn implements Submittable {
  readonly done: Promise<void>
  private settle!: { resolve: () => void; reject: (error: Error) => void }

  /** @param lines one row each, in the text format, with its line feed. */
  constructor(
    private readonly statement: string,
    private readonly lines: readonly string[],
  ) {
    this.done = new Promise((resolve, reject) => {
      this.settle = { resolve, reject }
    })
  }

  /** The rows follow at once: the server takes them as it comes to them, and drops them where it refuses the statement. */
  submit(connection: Connection): void {
    connection.query(this.statement)
    this.sendRows(connection as CopyConnection)
  }

  handleCopyInResponse(): void {}

  private sendRows(connection: CopyConnection): void {
    let piece = ''
    for (const line of this.lines) {
      piece += line
      if (piece.length < PIECE) continue
      connection.sendCopyFromChunk(Buffer.from(piece))
      piece = ''
    }
    if (piece !== '') connection.sendCopyFromChunk(Buffer.from(piece))
    connection.endCopyFrom()
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.settle.resolve()
  }

  /** The connection hears nothing more of this copy: what was sent behind the error the server drops by itself. */
  handleError(error: Error): void {
    this.settle.reject(error)
  }
}

/** What stands for a backslash and for what would end a value or a row. */
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const MARKED = /[\\\n\r\t]/
const EACH_MARKED = /[\\\n\r\t]/g

/**
 * A value in the text format of `copy`, as the server reads it into a column of its own type.
 * @throws TypeError for what no column of a row holds.
 */
export function toCopyText(value: unknown): string {
  if (value == null) return '\\N'
  if (typeof value === 'string') return escapeText(value)
  if (typeof value === 'number' || typeof value === 'bigint') return `${value}`
  if (typeof value === 'boolean') return value ? 't' : 'f'
  // Years of five digits and more have a sign and zeros there, which the server does not read.
  if (value instanceof Date) return value.toISOString().replace(/^\+0*/, '')
  throw new TypeError(`A column holds ${Object.prototype.toString.call(value)}, which is not copied.`)
}

function escapeText(text: string): string {
  return MARKED.test(text) ? text.replace(EACH_MARKED, (mark) => ESCAPES[mark] ?? mark) : text
}
