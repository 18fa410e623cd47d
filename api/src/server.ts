import cors from '@fastify/cors'
import { openBlobs } from '@touchstone/store/blobs'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import mercurius from 'mercurius'
import type { Services } from './context'
import { Database } from './db/database'
import type { ApiConfig } from './env'
import { formatErrors } from './http/formatErrors'
import { addGraphiql, sendGraphiql } from './http/graphiql'
import { addGraphqlRoute, badRequest } from './http/graphqlRoute'
import { addHealthRoutes } from './http/health'
import { LIMIT_RULES, LIMITS } from './limits/limits'
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
}

/** Builds the server; nothing is asked of the database before the first request. */
export async function buildApi(config: ApiConfig): Promise<Api> {
  const app = fastify({
    logger: { level: config.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.bodyBytes,
    forceCloseConnections: true,
    // Ids of agents and settlements are longer than a hundred characters.
    routerOptions: { maxParamLength: 400 },
  })
  const services = buildServices(config, app)
  app.addHook('onClose', () => services.database.close())
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const statusCode = error.statusCode ?? 500
    const errors = statusCode < 500 ? [badRequest(describeRefusal(error))] : formatErrors([error], request.log)
    return reply.code(statusCode).send({ data: null, errors })
  })
  const exposedHeaders = ['etag', 'x-indexed-height', 'content-disposition', 'retry-after']
  await app.register(cors, { origin: '*', methods: ['GET', 'POST'], exposedHeaders, maxAge: 86_400 })
  await app.register(mercurius, {
    schema: buildApiSchema(),
    routes: false,
    jit: 1,
    validationRules: LIMIT_RULES,
    graphql: { parseOptions: { maxTokens: LIMITS.tokens } },
    errorFormatter: (execution, context) => ({
      statusCode: 200,
      response: {
        data: execution.data ?? null,
        errors: formatErrors(execution.errors ?? [], context.reply?.log ?? app.log) as never,
      },
    }),
  })
  addHealthRoutes(app, services.database)
  await addGraphiql(app)
  addGraphqlRoute(app, services, sendGraphiql)
  await addRestRoutes(app, services, listEndpoints(config.auditorUrl))
  return { app, services }
}

function buildServices(config: ApiConfig, app: FastifyInstance): Services {
  const database = new Database(config.databaseUrl, (error) =>
    app.log.warn({ err: error }, 'lost a database connection'),
  )
  const head = new ChainHead(config.rpcUrl)
  return {
    database,
    network: config.network,
    head,
    meta: new MetaCache(database, config.network, head),
    judged: new JudgedMark(database),
    blobs: config.blobs && openBlobs(config.blobs),
  }
}

function describeRefusal(error: Error & { code?: string }): string {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return `The body is larger than ${LIMITS.bodyBytes} bytes. Send a shorter document or fewer variables.`
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return 'content-type: expected application/json.'
    default:
      return error.message
  }
}
