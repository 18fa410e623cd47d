import type { FastifyInstance } from 'fastify'
import { NotReadyError } from './attack.js'
import type { Attacks } from './attacks.js'

/** `GET /attacks`: what can be tried. `GET /attacks/{name}`: one run. Nothing but the name is taken from the visitor. */
export function serveAttacks(server: FastifyInstance, attacks: Attacks): void {
  const known = () => attacks.list().map(({ name }) => name)
  server.get('/attacks', async () => ({ attacks: attacks.list() }))
  server.get<{ Params: { name: string } }>('/attacks/:name', async (request, reply) => {
    const run = attacks.run(request.params.name)
    if (run === undefined) return reply.code(404).send({ error: 'No such attack', known: known() })
    try {
      return await run
    } catch (error) {
      const isWaiting = error instanceof NotReadyError
      return reply.code(503).send({ error: isWaiting ? error.message : 'The attack could not be staged.', isWaiting })
    }
  })
}
