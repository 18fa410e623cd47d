/**
 * The process of ./load.mjs: as fast as it goes by autocannon, or spaced at a rate. Options as JSON on standard input, figures as
 * JSON on standard output.
 */
import { text } from 'node:stream/consumers'
import autocannon from 'autocannon'
import { postSpaced } from './spaced.mjs'

const options = JSON.parse(await text(process.stdin))
const send = options.rate === undefined ? run : runSpaced
await send(options.warmSeconds ?? 3)
const { result, times } = await send(options.seconds)
if (result.mismatches > 0 || result.errors > 0 || result.timeouts > 0) {
  console.error(
    `${result.mismatches} answers were not what was wanted, ${result.errors} errors, ${result.timeouts} time-outs.`,
  )
  process.exit(1)
}
times.sort((a, b) => a - b)
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]
const rate = times.length / result.duration
console.log(
  JSON.stringify({ rate, p50: at(0.5), p95: at(0.95), p99: at(0.99), answers: times.length, due: result.due }),
)

async function runSpaced(seconds) {
  const { bodies, refused = false } = options
  const isWanted = ({ status, body }) => body.includes('"errors":[') === refused && (refused || status === 200)
  const spaced = await postSpaced({ ...options, seconds, bodies: bodies.map((body) => JSON.stringify(body)), isWanted })
  const result = { mismatches: spaced.failures, errors: 0, timeouts: 0, duration: spaced.seconds, due: spaced.due }
  return { result, times: spaced.times }
}

function run(seconds) {
  const { url, bodies, connections, refused = false } = options
  const requests = bodies.map((body) => ({
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify(body),
  }))
  const times = []
  const wanted = (body) => body.includes('"errors":[') === refused
  let started = 0
  return new Promise((resolve, reject) => {
    const instance = autocannon(
      {
        ...{ url, connections, duration: seconds, timeout: 30, verifyBody: wanted },
        setupClient(client) {
          const place = started++
          // Each connection begins somewhere else, so that they do not all ask the same at once.
          const first = Math.floor((place * requests.length) / connections)
          const turned = [...requests.slice(first), ...requests.slice(0, first)]
          // What a connection builds of a request it writes into it.
          client.setRequests(turned.map((request) => ({ ...request })))
        },
      },
      (error, result) => (error ? reject(error) : resolve({ result, times })),
    )
    instance.on('response', (_client, _status, _bytes, ms) => times.push(ms))
  })
}
