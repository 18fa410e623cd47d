import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.stop())

it('counts requests by route, never by what a client sent, and SQL statements', async () => {
  await api.ask('{ settlements { nodes { id } } }')
  await fetch(`${api.url}/secret-path-of-a-client`)
  const response = await fetch(`${api.url}/metrics`)
  const text = await response.text()
  expect(response.headers.get('content-type')).toContain('text/plain')
  expect(text).toMatch(/touchstone_api_request_seconds_count\{method="POST",route="\/graphql",status="200"\} 1/)
  expect(text).toMatch(/route="none",status="404"\} 1/)
  expect(text).not.toContain('secret-path')
  expect(text).toMatch(/touchstone_api_sql_statements_total [1-9]/)
  expect(text).toMatch(/touchstone_api_streams 0/)
})
