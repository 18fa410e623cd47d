import { connect } from 'node:net'

const TIMEOUT_MS = 30_000
const HEAD_END = '\r\n\r\n'

/**
 * Posts JSON over connections that are kept, at most so many at once; who finds none free waits in turn. Written on sockets, since the
 * load shares the cores with the server that it measures, and Node's own client takes three times as much of them. It reads answers
 * that say their length, as the API's do.
 */
export class Wire {
  #head
  #lines
  #free
  #waiting = []

  /** @param {string} url @param {number} connections */
  constructor(url, connections) {
    const { hostname, port, pathname } = new URL(url)
    this.#head = `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\n`
    this.#lines = Array.from({ length: connections }, () => new Line({ host: hostname, port: Number(port) }))
    this.#free = [...this.#lines]
  }

  /**
   * @param {string} body
   * @returns {Promise<{ status: number, body: Buffer }>}
   * @throws where the connection is lost, the answer does not say its length, or none comes within 30 s.
   */
  async post(body) {
    const line = this.#free.pop() ?? (await new Promise((resolve) => this.#waiting.push(resolve)))
    try {
      return await line.ask(`${this.#head}content-length: ${Buffer.byteLength(body)}${HEAD_END}${body}`)
    } finally {
      const next = this.#waiting.shift()
      if (next) next(line)
      else this.#free.push(line)
    }
  }

  close() {
    for (const line of this.#lines) line.close()
  }
}

/** One connection, with one request under way at most; connects again after it was lost. */
class Line {
  #place
  #socket
  #parts = []
  #bytes = 0
  /** What the head of the answer under way says, once it is there. */
  #head
  #answered
  #timer

  constructor(place) {
    this.#place = place
  }

  ask(text) {
    this.#socket ??= this.#open()
    return new Promise((resolve, reject) => {
      this.#answered = { resolve, reject }
      this.#timer = setTimeout(() => this.#lose(new Error('No answer within 30 s.')), TIMEOUT_MS)
      this.#socket.write(text)
    })
  }

  close() {
    this.#socket?.destroy()
  }

  #open() {
    const socket = connect(this.#place)
    socket.setNoDelay()
    socket.on('data', (part) => this.#take(part))
    const lose = (error) => {
      if (socket === this.#socket) this.#lose(error)
    }
    socket.once('error', lose)
    socket.once('close', () => lose(new Error('The connection was lost.')))
    return socket
  }

  #take(part) {
    this.#parts.push(part)
    this.#bytes += part.length
    this.#head ??= this.#readHead()
    if (this.#head === undefined || this.#bytes < this.#head.end + this.#head.length) return
    const { status, end } = this.#head
    const body = Buffer.concat(this.#parts).subarray(end)
    this.#settle()?.resolve({ status, body })
  }

  #readHead() {
    const bytes = Buffer.concat(this.#parts)
    const at = bytes.indexOf(HEAD_END)
    if (at < 0) return undefined
    const text = bytes.latin1Slice(0, at)
    const length = /^content-length: (\d+)\r?$/im.exec(text)?.[1]
    if (length === undefined) {
      this.#lose(new Error(`The answer does not say its length:\n${text}`))
      return undefined
    }
    return { status: Number(text.split(' ', 2)[1]), length: Number(length), end: at + HEAD_END.length }
  }

  #lose(error) {
    const socket = this.#socket
    this.#socket = undefined
    socket?.destroy()
    this.#settle()?.reject(error)
  }

  #settle() {
    clearTimeout(this.#timer)
    const answered = this.#answered
    this.#answered = this.#head = undefined
    this.#parts = []
    this.#bytes = 0
    return answered
  }
}
