import { describe, expect, it } from 'vitest'

// The checks are plain scripts without types.
const { checkEgress, findEgress } = (await import(new URL('./egress.mjs', import.meta.url).href)) as {
  checkEgress(): string[]
  findEgress(name: string, text: string): string[]
}

const find = (text: string, name = 'auditor/src/x.ts') => findEgress(name, text)

describe('the check of what leaves', () => {
  it('finds nothing in the repository', () => expect(checkEgress()).toEqual([]))

  it.each([
    "await fetch('http://x')",
    'const get = fetch',
    'use({ fetch })',
    "globalThis.fetch('x')",
    "globalThis['fetch']('x')",
    'const { fetch } = globalThis',
    'const { fetch: get } = globalThis',
    "new WebSocket('ws://x')",
    "new EventSource('x')",
    "import { request } from 'undici'",
    "import http from 'node:http'",
    "import * as http from 'http'",
    "import { createServer, get } from 'node:http'",
    "import { get as createServer } from 'node:http'",
    "import { connect } from 'node:net'",
    "import { connect } from 'node:tls'",
    "import { lookup } from 'node:dns/promises'",
    "import { Client } from '@grpc/grpc-js'",
    "import 'axios'",
    "export { request } from 'undici'",
    "import undici = require('undici')",
    "const net = require('node:net')",
    "const net = await import('node:net')",
    'const any = await import(name)',
    "process.getBuiltinModule('net')",
    "import { createRequire } from 'node:module'",
  ])('finds %s', (text) => expect(find(text)).toHaveLength(1))

  it.each([
    "import { createServer } from 'node:http'",
    "import type { AddressInfo } from 'node:net'",
    "import { type Socket, isIP } from 'node:net'",
    "import { status } from '@grpc/grpc-js'",
    'interface Cache { fetch(): void }',
    'cache.fetch(); const it = { fetch: 1 }',
    "const text = 'fetch'",
    "const it = await import('./other.js')",
  ])('lets %s be', (text) => expect(find(text)).toEqual([]))

  it('lets one file of the API ask the RPC of its operator, by fetch alone', () => {
    expect(find("fetch('x')", 'api/src/network/head.ts')).toEqual([])
    expect(find("import { request } from 'undici'", 'api/src/network/head.ts')).toHaveLength(1)
  })
})
