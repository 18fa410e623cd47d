import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, startTestApi, type TestApi } from '../testing/api'
import { CHAIN_ID, hash } from '../testing/rows'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
  await api.rows.setHeights(20, [21, 22])
  await api.rows.client.query(`insert into verdicts.log (origin) values ('log.example/1')`)
  for (const size of [3, 9])
    await api.rows.insert('verdicts.log_checkpoint', { size, root: hash(size).slice(2), note: `note ${size}` })
})
afterAll(() => api.stop())

const QUERY = `{ meta { network chainId indexedHeight indexedHash finalizedHeight lag verifier
  logCheckpoint { origin size root } } }`

interface WithMeta {
  data: { meta: object } | null
  extensions: { meta: { indexedHeight: number; readAt: string } | null }
}
const send = async (query: string) => (await post(api.url, { query })) as unknown as WithMeta

describe('meta', () => {
  it('of a document refused before anything was read is null and asks nobody', async () => {
    expect((await send('{ nothing }')).extensions).toEqual({ meta: null })
  })

  it('is the same as a field and beside the answer', async () => {
    const { data, extensions } = await send(QUERY)
    expect(data?.meta).toEqual({
      network: 'test',
      chainId: CHAIN_ID,
      indexedHeight: 22,
      indexedHash: hash('b22'),
      finalizedHeight: 20,
      lag: null,
      verifier: expect.stringMatching(/^touchstone-verify\//),
      logCheckpoint: { origin: 'log.example/1', size: '9', root: hash(9).slice(2) },
    })
    expect(extensions.meta).toMatchObject(data?.meta ?? {})
  })

  it('stands beside refusals too, and takes no statement of the request', async () => {
    let statements = 0
    const stop = api.api.services.database.watch(() => {
      statements += 1
    })
    const refused = await send('{ nothing }')
    expect(refused.extensions.meta?.indexedHeight).toBe(22)
    await Promise.all(Array.from({ length: 20 }, () => send(QUERY)))
    stop()
    expect(statements).toBe(0)
  })

  it('follows the head', async () => {
    await api.rows.setHeights(21, [22, 23])
    await expect.poll(async () => (await send(QUERY)).extensions.meta?.indexedHeight, { timeout: 5_000 }).toBe(23)
  })

  it('names the verifier of the newest verdict', async () => {
    await api.rows.judge(
      {
        id: 's',
        block_hash: hash('b'),
        block_time: new Date(0),
        block_number: 1,
        payer: 'p',
        provider: 'q',
        settled_amount: '1',
      },
      'paid',
    )
    const verifier = async () => {
      const { data } = await send('{ meta { verifier } }')
      return (data?.meta as { verifier: string } | undefined)?.verifier
    }
    await expect.poll(verifier, { timeout: 5_000 }).toBe('test/1')
  })
})
