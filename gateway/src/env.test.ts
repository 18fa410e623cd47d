import { describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.js'
import { parseEnv } from './env.js'

const ALONE = { RPC_URLS: 'https://one.example/key, https://two.example', CHAIN_ID: '16661', FINALITY: '12' }

describe('the environment', () => {
  it('describes a chain alone', () => {
    expect(parseEnv({ ...ALONE, RPC_RATE: '25', LOG_LEVEL: '' })).toEqual({
      logLevel: 'info',
      settings: {
        rpcUrls: ['https://one.example/key', 'https://two.example'],
        chainId: 16_661,
        finality: 12,
        dataDir: '.data/gateway',
        host: '127.0.0.1',
        port: 4400,
        rpcRate: 25,
        rpcTimeoutMs: 30_000,
        resetOnDeepReorg: false,
        audit: true,
      },
    })
  })

  it('takes the rest from the network where one is named', () => {
    const { settings } = parseEnv({ NETWORK: '0g-mainnet', RPC_URL: 'http://127.0.0.1:8545' })
    expect(settings).toMatchObject({ chainId: 16_661, rpcUrls: ['http://127.0.0.1:8545'] })
    expect(parseEnv({ NETWORK: '0g-mainnet' }).settings.rpcUrls.length).toBeGreaterThan(0)
  })

  it.each([
    [{}, /No RPC is named: set RPC_URLS/],
    [{ RPC_URLS: 'ws://one.example' }, /Entry 1 .* is not an http or https address/],
    [{ RPC_URLS: 'http://one.example' }, /set CHAIN_ID, or NETWORK/],
    [{ RPC_URLS: 'http://one.example', CHAIN_ID: '1' }, /set FINALITY, or NETWORK/],
    [{ ...ALONE, PORT: '99999', FINALITY: '-1' }, /FINALITY: .*; PORT: .*\. Set these variables/],
  ])('%j is refused', (env, sentence) => {
    expect(() => parseEnv(env)).toThrow(ConfigError)
    expect(() => parseEnv(env)).toThrow(sentence)
  })
})
