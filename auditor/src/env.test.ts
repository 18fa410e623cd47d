import { loadNetwork } from '@touchstone/networks'
import { describe, expect, it } from 'vitest'
import { parseEnv, withOwnNodes } from './env.js'
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

describe('the nodes of the chain', () => {
  const network = loadNetwork('0g-mainnet')
  const rpcOf = (variables: Record<string, string>) => withOwnNodes(network, parseEnv({ ...GOOD, ...variables })).rpc

  it('are those of the network where none is named', () => {
    expect(network.rpc.length).toBeGreaterThan(0)
    expect(rpcOf({ RPC_URL: '', RPC_URLS: '' })).toEqual(network.rpc)
  })

  it('are those that the operator names, and no others', () => {
    expect(rpcOf({ RPC_URL: 'http://127.0.0.1:8645' })).toEqual(['http://127.0.0.1:8645'])
    const both = { RPC_URL: 'http://a.example', RPC_URLS: 'http://a.example/key, https://b.example' }
    expect(rpcOf(both)).toEqual(['http://a.example/key', 'https://b.example'])
  })

  it.each(['ws://a.example', 'http://a.example,', 'http://a.example,here'])(
    'are refused where not HTTP: %s',
    (list) => {
      expect(() => rpcOf({ RPC_URLS: list })).toThrow(/RPC_URLS\.\d: expected an http or https address/)
    },
  )
})
