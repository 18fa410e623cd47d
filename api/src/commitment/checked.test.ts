import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { insertEverything } from '../testing/everything'
import { hash } from '../testing/rows'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
  await insertEverything(api.rows, 2)
  await api.rows.setHeights(2)
})
afterAll(() => api.stop())

const validations = async (): Promise<{ id: string; checked: unknown }[]> => {
  const { validations } = await api.ask('{ validations { nodes { id checked { outcome expected found } } } }')
  return (validations as unknown as { nodes: { id: string; checked: unknown }[] }).nodes
}

describe('what was found behind a commitment', () => {
  it('is null while nobody asked, then the newest round, of the same kind alone', async () => {
    const [first] = await validations()
    expect(first?.checked).toBeNull()
    const round = { subject: first?.id ?? '', uri: 'u', attempts: 1, expected: hash('a') }
    const insert = (row: Record<string, unknown>) => api.rows.insert('verdicts.commitment_check', { ...round, ...row })
    await insert({ kind: 'validation', outcome: 'unreachable' })
    await insert({ kind: 'validation', outcome: 'mismatch', found: hash('b') })
    await insert({ kind: 'feedback', outcome: 'match', found: hash('a') })
    const [again, other] = await validations()
    expect(again?.checked).toEqual({ outcome: 'mismatch', expected: hash('a'), found: hash('b') })
    expect(other?.checked).toBeNull()
  })
})
