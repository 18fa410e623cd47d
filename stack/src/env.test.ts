import { describe, expect, it } from 'vitest'
import { EnvError, parseEnv } from './env.js'

const problem = (env: NodeJS.ProcessEnv): string => {
  try {
    parseEnv(env, '/repository')
  } catch (error) {
    expect(error).toBeInstanceOf(EnvError)
    return (error as Error).message
  }
  throw new Error('parseEnv accepted it')
}

describe('parseEnv', () => {
  it('has a default for everything', () => {
    expect(parseEnv({}, '/repository')).toMatchObject({
      webPort: 3000,
      apiPort: 4000,
      dataDir: '/repository/.data',
      databaseUrl: undefined,
      network: 'devnet',
    })
  })

  it('takes relative paths from the repository', () => {
    const env = parseEnv({ DATA_DIR: 'elsewhere', NETWORK: 'mine.json' }, '/repository')
    expect(env).toMatchObject({ dataDir: '/repository/elsewhere', network: '/repository/mine.json' })
  })

  it.each([
    ['abc', 'WEB_PORT is "abc": expected a port between 1 and 65535, for example 3000.'],
    ['', 'WEB_PORT is empty: expected a port between 1 and 65535, for example 3000.'],
    ['0', 'WEB_PORT is "0": expected a port between 1 and 65535, for example 3000.'],
    ['65536', 'WEB_PORT is "65536": expected a port between 1 and 65535, for example 3000.'],
    ['3000.5', 'WEB_PORT is "3000.5": expected a port between 1 and 65535, for example 3000.'],
  ])('refuses WEB_PORT=%j in one sentence', (value, sentence) => {
    expect(problem({ WEB_PORT: value })).toBe(sentence)
  })

  it('names every variable that is wrong, and no password', () => {
    expect(problem({ API_PORT: 'x', DATABASE_URL: 'mysql://me:secret@host/db', NETWORK: '0g', RPC_URL: 'host' })).toBe(
      [
        'API_PORT is "x": expected a port between 1 and 65535, for example 4000.',
        'DATABASE_URL is not usable: expected a URL such as postgres://user:password@host:5432/touchstone.',
        'RPC_URL is not usable: expected a URL such as https://host/path.',
      ].join('\n'),
    )
  })

  it('refuses one port for both servers, and an outside RPC for the devnet', () => {
    expect(problem({ WEB_PORT: '4000' })).toMatch(/^WEB_PORT and API_PORT are both 4000/)
    expect(problem({ RPC_URL: 'https://example.org' })).toMatch(/unset them or set NETWORK\.$/)
  })

  it('takes an RPC for the head and several for the history, or one for both', () => {
    const RPC_URLS = 'https://two.example/key, https://three.example'
    const rpcsOf = (env: NodeJS.ProcessEnv) => {
      const { rpcUrl, rpcUrls } = parseEnv({ NETWORK: '0g-mainnet', ...env }, '/r')
      return [rpcUrl, ...rpcUrls]
    }
    const [one, two, three] = ['https://one.example', 'https://two.example/key', 'https://three.example']
    expect(rpcsOf({})).toEqual([undefined])
    expect(rpcsOf({ RPC_URL: one })).toEqual([one, one])
    expect(rpcsOf({ RPC_URLS })).toEqual([two, two, three])
    expect(rpcsOf({ RPC_URLS, RPC_URL: one })).toEqual([one, two, three])
    expect(problem({ NETWORK: '0g-mainnet', RPC_URLS: 'https://a.example,b' })).toBe(
      'RPC_URLS is not usable: expected URLs such as https://host/path, separated by commas.',
    )
  })

  it('counts other empty variables as unset', () => {
    expect(parseEnv({ DATABASE_URL: '', NETWORK: '', RPC_URL: '' }, '/r')).toMatchObject({ network: 'devnet' })
  })
})
