import type { FastifyInstance } from 'fastify'
import type { Database } from '../db/database'

/** /healthz: the process runs. /readyz: the database answers and has the tables. */
export function addHealthRoutes(app: FastifyInstance, database: Database) {
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const reason = await findObstacle(database)
    return reason === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'waiting', reason })
  })
}

/** Why queries cannot be answered yet; undefined where they can. */
export async function findObstacle(database: Database): Promise<string | undefined> {
  try {
    await database.query(`select from settlement s, verdicts.current_verdict c, squid_processor.status h limit 0`)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
