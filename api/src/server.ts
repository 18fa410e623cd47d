import cors from '@fastify/cors'
import { openBlobs } from '@touchstone/store/blobs'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import type { GraphQLFormattedError } from 'graphql'
import mercurius from 'mercurius'
import { Answers } from './answers/answers'
import { Snapshots } from './answers/snapshots'
import type { Services } from './context'
import { Database } from './db/database'
import { TcbLooks } from './enclave/tcbLooks'
import type { ApiConfig } from './env'
import { statusOf } from './errors'
import { EventLog } from './events/eventLog'
import { StreamSlots } from './events/slots'
import { addSubscriptionRules, socketOptions } from './events/socket'
import { addEventStream } from './events/sse'
import { formatErrors } from './http/formatErrors'
import { addGraphiql, sendGraphiql } from './http/graphiql'
import { addGraphqlRoute, badRequest } from './http/graphqlRoute'
import { addHealthRoutes } from './http/health'
import { addMetrics } from './http/metrics'
import { type Limits, limitRules } from './limits/limits'
import { NO_OPERATIONS, readOperations } from './limits/persisted'
import { addRateLimit } from './limits/rateLimit'
import { Looks } from './looks/looks'
import { addMcpRoute } from './mcp/route'
import { ChainHead } from './network/head'
import { MetaCache } from './network/meta'
import { listEndpoints } from './rest/endpoints'
import { addRestRoutes } from './rest/routes'
import { buildApiSchema } from './schema'
import { JudgedMark } from './settlement/judgedMark'

/** The API, ready to listen. Closing the app ends its connections. */
export interface Api {
  app: FastifyInstance
  services: Services
  /** Every address that is registered: its method and its pattern. */
  routes: readonly string[]
}

/** Builds the server; nothing is asked of the database before the first request. */
export async function buildApi(config: ApiConfig): Promise<Api> {
  const { limits } = config
  const operations = config.operations ? readOperations(config.operations.file, config.operations.only) : NO_OPERATIONS
  const app = fastify({
    logger: { level: config.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodyBytes,
    ...(config.trustProxy === undefined ? {} : { trustProxy: config.trustProxy }),
    forceCloseConnections: true,
    // Ids of agents and settlements are longer than a hundred characters.
    routerOptions: { maxParamLength: 400 },
  })
  const routes: string[] = []
  app.addHook('onRoute', ({ method, url }) => {
    routes.push(...[method].flat().map((name) => `${name} ${url}`))
  })
  const services = buildServices(config, app)
  const snapshots = new Snapshots(config.databaseUrl, limits.statementMs)
  const answers = new Answers(snapshots, services.meta, config.cacheBytes)
  app.addHook('preClose', () => services.events.stop())
  app.addHook('onClose', async () => {
    services.looks.stop()
    await services.tcb.stop()
    await snapshots.close()
    await services.database.close()
  })
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const meant = statusOf(error)
    const statusCode = meant ?? error.statusCode ?? 500
    const errors =
      meant === undefined && statusCode < 500 ? [refusal(error, limits)] : formatErrors([error], request.log)
    return reply.code(statusCode).send({ data: null, errors })
  })
  const exposedHeaders = ['etag', 'x-indexed-height', 'content-disposition', 'retry-after']
  await app.register(cors, { origin: '*', methods: ['GET', 'POST'], exposedHeaders, maxAge: 86_400 })
  await app.register(mercurius, {
    schema: buildApiSchema(),
    ...socketOptions(services),
    jit: 1,
    validationRules: limitRules(limits),
    graphql: { parseOptions: { maxTokens: limits.tokens } },
    errorFormatter: (execution, context) => ({
      statusCode: 200,
      response: {
        data: execution.data ?? null,
        errors: formatErrors(execution.errors ?? [], context.reply?.log ?? app.log) as never,
      },
    }),
  })
  addSubscriptionRules(app, limits)
  addRateLimit(app, services, limits, config.unlimited, operations, config.now)
  addMetrics(app, services, answers)
  addHealthRoutes(app, services.database)
  await addGraphiql(app)
  addEventStream(app, services.events, services.slots)
  addGraphqlRoute(app, services, { answers, limits, operations, sendPage: sendGraphiql })
  addMcpRoute(app, services)
  await addRestRoutes(app, services, listEndpoints(app.graphql.schema, services.database, config.auditorUrl))
  return { app, services, routes }
}

/** Somebody waits for the page: of a bucket that is silent so long, three times, its bytes are not shown. */
const BUCKET_LIMITS = { silenceMs: 4_000 }

function buildServices(config: ApiConfig, app: FastifyInstance): Services {
  const database = new Database(config.databaseUrl, config.limits.statementMs, (error) =>
    app.log.warn({ err: error }, 'lost a database connection'),
  )
  const head = new ChainHead(config.rpcUrl)
  const reports = config.blobs && openBlobs(config.blobs, 'reports', BUCKET_LIMITS)
  return {
    database,
    network: config.network,
    head,
    meta: new MetaCache(database, config.network, head),
    judged: new JudgedMark(database),
    events: new EventLog(database, config.databaseUrl, config.limits.streamBuffer, (error) =>
      app.log.warn({ err: error }, 'the events cannot be read'),
    ),
    slots: new StreamSlots(config.limits),
    looks: new Looks(database, config.looksPerSecond),
    blobs: config.blobs && openBlobs(config.blobs, undefined, BUCKET_LIMITS),
    reports,
    tcb: new TcbLooks(reports, config.network),
  }
}

function refusal(error: Error & { code?: string }, limits: Limits): GraphQLFormattedError {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return {
        message: `The body is larger than ${limits.bodyBytes} bytes. Send a shorter document or fewer variables.`,
        extensions: { code: 'LIMIT_EXCEEDED', limit: 'bodyBytes', max: limits.bodyBytes },
      }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return badRequest('content-type: expected application/json.')
    default:
      return badRequest(error.message)
  }
}
