import { describe, expect, it } from 'vitest'
import { DA_VECTOR_COUNT, DA_VECTORS, daPayload, findDaVectors } from '../../testing/da.js'
import { skipReason, slowReason } from '../../testing/fixtures.js'
import { MAX_DA_PAYLOAD } from './geometry.js'
import { DaPayloadTooLarge, daRoot } from './root.js'

const vectors = findDaVectors()
// Each takes seconds: one always, the others when asked for.
const isFull = process.env.TOUCHSTONE_SLOW !== undefined
const tried = isFull ? vectors : vectors.filter(({ n }) => n === 1000)

describe('daRoot', () => {
  it.skipIf(tried.length === 0).each(tried)(
    'equals another implementation on $n bytes',
    async (vector) => {
      const { root, r0, r1, r2 } = await daRoot(daPayload(vector.n))
      expect({ n: vector.n, dataRoot: root, r0, r1, r2 }).toMatchObject({
        n: vector.n,
        dataRoot: vector.dataRoot,
        r0: vector.r0,
        r1: vector.r1,
        r2: vector.r2,
      })
    },
    120_000,
  )

  it.runIf(vectors.length === 0)(skipReason(DA_VECTORS, DA_VECTOR_COUNT), (ctx) => ctx.skip())
  it.runIf(tried.length < vectors.length)(slowReason(vectors.length - tried.length), (ctx) => ctx.skip())

  it('refuses a payload of one byte too many before it computes anything', async () => {
    const progress: number[] = []
    await expect(daRoot(new Uint8Array(MAX_DA_PAYLOAD + 1), (done) => progress.push(done))).rejects.toThrow(
      DaPayloadTooLarge,
    )
    expect(progress).toEqual([])
  })

  it('ends when the one who is told of progress throws', async () => {
    const stop = new Error('enough')
    const failing = (done: number): void => {
      if (done > 0.01) throw stop
    }
    await expect(daRoot(daPayload(1), failing)).rejects.toBe(stop)
  })
})
