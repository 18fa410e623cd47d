/** Stands before a server and lets a share of the requests fail, each in one of the ways in which servers fail. */
import { createServer, request } from 'node:http'

const FAILURES = ['close', 'busy', 'hang', 'cut']

/**
 * @param {string} target @param {number} share of requests that fail, 0 to 1
 * @param {(text: string) => string} rewrite changes JSON answers: addresses in them lead past this server
 */
export async function startFlaky(target, share, rewrite = (text) => text) {
  const counts = { requests: 0, failed: 0 }
  const server = createServer((incoming, outgoing) => {
    counts.requests += 1
    const failure = Math.random() < share ? FAILURES[counts.failed++ % FAILURES.length] : undefined
    // What hangs is let go when the client goes.
    if (failure === 'hang') return
    if (failure === 'close') return incoming.socket.destroy()
    if (failure === 'busy') return outgoing.writeHead(503).end('busy')
    forward(new URL(incoming.url, target), incoming, outgoing, (body, type) => {
      const isJson = /json/.test(type ?? '')
      const whole = isJson ? Buffer.from(rewrite(body.toString())) : body
      if (failure !== 'cut') return outgoing.end(whole)
      outgoing.write(whole.subarray(0, whole.length / 2), () => incoming.socket.destroy())
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    counts,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function forward(url, incoming, outgoing, answer) {
  const { host: _host, connection: _connection, ...headers } = incoming.headers
  const sent = request(url, { method: incoming.method, headers }, (received) => {
    const parts = []
    received.on('data', (part) => parts.push(part))
    received.on('error', () => outgoing.destroy())
    received.on('end', () => {
      const { 'content-length': _length, 'transfer-encoding': _coding, connection: _kept, ...rest } = received.headers
      outgoing.writeHead(received.statusCode, rest)
      answer(Buffer.concat(parts), rest['content-type'])
    })
  })
  sent.on('error', () => outgoing.destroy())
  incoming.pipe(sent)
}
