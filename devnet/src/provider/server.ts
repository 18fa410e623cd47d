import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { ServedReport } from '../enclave/report.js'
import { answer } from './answer.js'
import { buildCompletion, buildEvents, type ChatRequest, parseChatRequest, toPrompt } from './completion.js'
import type { Ledger } from './ledger.js'
import { price, toBilled } from './row.js'
import { checkRevocation, readSessionToken, type TokenAccount, UnauthorizedError } from './sessionToken.js'
import { prove, signerOf, toSignatureJson, toSignedText } from './signing.js'
import type { ProviderStory } from './story.js'

export interface ServerOptions {
  story: ProviderStory
  /** The provider's address: tokens must be made for it. */
  provider: string
  ledger: Ledger
  /** Undefined where the provider serves none. */
  report: ServedReport | undefined
  /** Reads the caller's account from the chain; undefined where there is none. */
  findAccount(user: string): Promise<(TokenAccount & { balance: bigint }) | undefined>
}

const BODY_BYTES = 1024 * 1024
/** What the official broker wants locked beyond the bill, in neuron. */
const MIN_LOCKED = 10n ** 18n

/** The official broker's HTTP interface. Not yet listening. */
export function createProviderServer(options: ServerOptions): FastifyInstance {
  const { story, ledger } = options
  const server = fastify({ logger: false, bodyLimit: BODY_BYTES, forceCloseConnections: true })
  // The signature covers the bytes as they came: they are parsed here, not by the framework.
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  server.setErrorHandler((error: Error, _request, reply) => {
    reply.code(error instanceof UnauthorizedError ? 401 : 400).send({ error: error.message })
  })
  server.post('/v1/proxy/chat/completions', (request, reply) => complete(options, request, reply))
  server.get<{ Params: { key: string } }>('/v1/proxy/signature/:key', async (request, reply) => {
    const found = ledger.findSignature(request.params.key)
    return found ?? reply.code(404).send({ error: 'Chat id not found or expired', code: 'chat_id_not_found' })
  })
  server.get('/v1/models', async () => ({
    object: 'list',
    data: [{ id: story.model, object: 'model', created: 0, owned_by: '0g' }],
  }))
  server.get('/v1/quote', async (_request, reply) => {
    if (options.report === undefined) return reply.code(404).send({ error: 'No quote is served' })
    const { body, signature } = options.report
    // As the official broker: whoever reads a page may check the report in it.
    reply.header('access-control-allow-origin', '*')
    return reply.header('ZG-Quote-Signature', signature).header('content-type', 'application/json').send(body)
  })
  server.get<{ Params: { user: string } }>('/v1/user/:user/unsettledfee', async (request) => {
    const token = readSessionToken(request.headers.authorization, options.provider, Date.now())
    return { unsettledFee: ledger.unsettledFee(token.address).toString() }
  })
  return server
}

async function complete(options: ServerOptions, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { story, ledger } = options
  const createdAt = Date.now()
  const user = await authorize(options, request.headers.authorization, createdAt)
  const body = request.body as Buffer
  const chat = parseChatRequest(body)
  const completed = answer(story.model, toPrompt(chat))
  const usage = { promptTokens: completed.promptTokens, completionTokens: completed.completionTokens }
  const chunks = chat.stream ? buildEvents(story.model, completed) : [buildCompletion(story.model, completed)]
  const response = Buffer.concat(chunks)
  const signer = signerOf(story)
  const proof = await prove(signer, toSignedText(story.route, body, response))
  const resKey = randomUUID()
  const listed = price(story, usage, { requestHash: randomUUID(), userAddress: user })
  const row = { createdAt, model: story.model, usage, request: body, response, proof, resKey, listed }
  ledger.add({ ...row, billed: toBilled(story, listed) }, toSignatureJson(story.route, proof, signer))
  return send(reply, chat, resKey, response)
}

function send(reply: FastifyReply, chat: ChatRequest, resKey: string, response: Buffer): FastifyReply {
  const type = chat.stream ? 'text/event-stream' : 'application/json'
  return reply.header('ZG-Res-Key', resKey).header('content-type', type).send(response)
}

/** The caller's address as the token writes it. */
async function authorize(options: ServerOptions, header: string | undefined, now: number): Promise<string> {
  const token = readSessionToken(header, options.provider, now)
  const account = await options.findAccount(token.address)
  if (account === undefined) throw new UnauthorizedError('The address has no account at this provider')
  checkRevocation(token, account)
  if (account.balance < options.ledger.unsettledFee(token.address) + MIN_LOCKED)
    throw new UnauthorizedError('Insufficient balance: transfer funds to this provider')
  return token.address
}
