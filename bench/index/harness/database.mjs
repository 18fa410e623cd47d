/** A PostgreSQL for all that is measured in one run: everybody gets a database of the same server. */
import { startTestServer } from '@touchstone/stack/testing'
import pg from 'pg'

export async function startDatabases() {
  const server = await startTestServer()
  const clients = []
  let made = 0
  const create = async (template) => {
    const name = `bench_${++made}`
    const admin = await connect(server.url)
    await admin.query(`create database ${name}${template ? ` template ${template}` : ''}`)
    await admin.end()
    const url = new URL(server.url)
    url.pathname = `/${name}`
    const client = await connect(url.href)
    clients.push(client)
    return { url: url.href, client }
  }
  return {
    /** @returns {Promise<{ url: string, client: pg.Client }>} an empty database and a connection to it. */
    create: () => create(),
    /** A copy of a database, whose connection is closed for it. */
    async copy({ url, client }) {
      await client.end().catch(() => undefined)
      return create(new URL(url).pathname.slice(1))
    },
    async stop() {
      for (const client of clients) await client.end().catch(() => undefined)
      await server.stop()
    },
  }
}

async function connect(url) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}
