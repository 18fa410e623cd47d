import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSchema, graphql } from 'graphql'
import { buildReport } from './story-report'
import { answerAttacks } from './story-try'
import { agentId } from './story-values'
import { StubEvents } from './stub-events'
import { buildRoot, type World } from './stub-world'

/** How the stub answers: with a world, not at all, with an error, with a refusal, or with what is no GraphQL. */
export type Mode = World | 'hang-up' | 'silent' | 'error' | 'garbage' | 'refuse'

const REFUSAL = {
  message: 'after: expected a cursor that this same list returned as endCursor.',
  extensions: { code: 'BAD_USER_INPUT' },
}

/** An API for the tests of page states, built from the same SDL. Never part of a running explorer. */
export interface StubApi {
  url: string
  /** What the next requests see. */
  mode: Mode
  /** Milliseconds before an answer. */
  delay: number
  /** Settlements that came after the first sixty. */
  extra: number
  /** What is answered below /v1, by path; everything else there is 404. */
  files: Map<string, Uint8Array | string>
  /** Id of a settlement beside those of the world; it looks like a verified one. */
  evidenced: string | undefined
  /** The stream at /v1/events. */
  events: StubEvents
  /** Names of the operations that were asked, oldest first. */
  asked: string[]
  stop(): Promise<void>
}

/** Starts the stub on a free port of the loopback address. */
export async function startStubApi(): Promise<StubApi> {
  const schema = buildSchema(readFileSync(new URL('../../api/schema.graphql', import.meta.url), 'utf8'))
  const server = createServer(async (request, response) => {
    if (stub.mode === 'hang-up') return request.socket.destroy()
    if (stub.mode === 'silent') return
    if (request.method === 'GET' && request.url?.startsWith('/v1/events') && stub.mode !== 'error')
      return stub.events.serve(request, response)
    if (request.method === 'GET') return serveFile(request.url ?? '', response)
    const body = JSON.parse(await readBody(request)) as { query: string; variables: Record<string, unknown> }
    stub.asked.push(/query (\w+)/.exec(body.query)?.[1] ?? '')
    await new Promise((resolve) => setTimeout(resolve, stub.delay))
    response.setHeader('content-type', 'application/json')
    response.end(await answer(stub.mode, body))
  })

  function serveFile(path: string, response: ServerResponse) {
    if (stub.mode === 'error' || stub.mode === 'garbage') return response.writeHead(500).end('<html>')
    if (path.startsWith('/attacks')) {
      const { status, body } = answerAttacks(path, stub.mode)
      return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    const file = stub.files.get(path)
    if (file !== undefined) return response.end(file)
    response.writeHead(404, { 'content-type': 'application/json' })
    return response.end(JSON.stringify({ error: { code: 'NOT_FOUND', message: `No ${path} here.` } }))
  }

  async function answer(
    mode: Exclude<Mode, 'hang-up' | 'silent'>,
    body: { query: string; variables: Record<string, unknown> },
  ) {
    if (mode === 'garbage') return '<html>502 Bad Gateway</html>'
    if (mode === 'refuse' && body.query.includes('$after')) return JSON.stringify({ data: null, errors: [REFUSAL] })
    if (mode === 'error') return JSON.stringify({ data: null, errors: [{ message: 'Internal error' }] })
    const result = await graphql({
      schema,
      source: body.query,
      variableValues: body.variables,
      rootValue: buildRoot(mode === 'refuse' ? 'full' : mode, stub.extra, stub.evidenced),
    })
    if (result.errors)
      console.error('stub:', result.errors.map((error) => `${error.message} at ${error.path?.join('.')}`).slice(0, 3))
    return JSON.stringify(result)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stub: StubApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mode: 'full',
    delay: 0,
    extra: 0,
    evidenced: undefined,
    events: new StubEvents(),
    asked: [],
    files: new Map([[`/v1/agents/${encodeURIComponent(agentId(3))}/report.json`, buildReport(3)]]),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return stub
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
