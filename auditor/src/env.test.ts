import { describe, expect, it } from 'vitest'
import { parseEnv } from './env.js'
import { EnvError } from './places.js'

const GOOD = { DATABASE_URL: 'postgres://u@h/db', NETWORK: 'devnet', DATA_DIR: '/data' }

describe('parseEnv', () => {
  it('fills in what is not given, empty variables included', () => {
    const env = parseEnv({ ...GOOD, PORT: '', CONCURRENCY: '2' })
    expect(env).toMatchObject({ CONCURRENCY: 2, KEY_FILE: '/data/auditor/key.pem', LOG_LEVEL: 'info' })
    expect(env.PORT).toBeUndefined()
  })

  it('names every bad variable at once', () => {
    const parse = () => parseEnv({ DATABASE_URL: 'mysql://x', DATA_DIR: 'relative', CONCURRENCY: '0' })
    expect(parse).toThrow(EnvError)
    expect(parse).toThrow(
      /DATABASE_URL: expected a postgres.*DATA_DIR: expected an absolute path.*NETWORK.*CONCURRENCY/,
    )
  })
})
