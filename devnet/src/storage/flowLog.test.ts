import { expect, it } from 'vitest'
import { FlowLog } from './flowLog.js'

const FLOW = '0x00000000000000000000000000000000000000f1'

it('says what fails, but nothing of a request that its own end breaks off', async () => {
  const asked: { reject(error: Error): void }[] = []
  let isFirst = true
  const getBlockNumber = () => {
    if (!isFirst) return new Promise<number>((_, reject) => asked.push({ reject }))
    isFirst = false
    return Promise.resolve(0)
  }
  const errors: unknown[] = []
  const log = new FlowLog({ getBlockNumber, getLogs: async () => [] }, FLOW, 1, (error) => errors.push(error))
  await log.start(1)
  const next = async (count: number) => {
    await expect.poll(() => asked.length).toBe(count)
    return asked[count - 1]
  }
  ;(await next(1))?.reject(new Error('The RPC is away.'))
  const last = await next(2)
  expect(errors).toEqual([new Error('The RPC is away.')])
  log.stop()
  last?.reject(new Error('provider destroyed; cancelled request'))
  // Whoever waits for that request hears of it before the next turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve))
  expect(errors).toHaveLength(1)
})
