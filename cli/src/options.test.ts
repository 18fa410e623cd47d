import { describe, expect, it } from 'vitest'
import { readOptions, readTime } from './options.js'
import { UsageError } from './usage.js'

describe('options of verify', () => {
  it('are read with their units', () => {
    const address = `0x${'Ab'.repeat(20)}`
    const read = readOptions([
      'f.json',
      '--json',
      '--at',
      '2026-03-01',
      '--signer',
      address,
      '--require',
      'enclave, workload',
    ])
    expect(read).toMatchObject({
      file: 'f.json',
      json: true,
      at: 1_772_323_200_000,
      signer: address.toLowerCase(),
      require: ['enclave', 'workload'],
      trust: undefined,
    })
    expect(readOptions(['f', '--key', '11'.repeat(32)])?.key).toEqual(new Uint8Array(32).fill(0x11))
    expect(readOptions(['--help'])).toBeUndefined()
  })

  it.each<[string, string[], string]>([
    ['no file', [], 'Name the file'],
    ['two files', ['a', 'b'], '"b" is a second one'],
    ['an unknown option', ['a', '--yes'], '--yes'],
    ['an option without its value', ['a', '--signer'], '--signer'],
    ['another kind', ['a', '--kind', 'zip'], '--kind: expected bundle, collection, trail, report, chat, got "zip"'],
    ['another question', ['a', '--require', 'trust'], '--require: expected some of'],
    ['an address too short', ['a', '--signer', '0x12'], '--signer: expected 20 bytes of hex'],
    ['a hash with other letters', ['a', '--root', `0x${'zz'.repeat(32)}`], '--root: expected 32 bytes of hex'],
    ['a file as address', ['a', '--rpc', 'file:///etc/passwd'], '--rpc: expected an http or https address'],
  ])('are refused with %s', (_, args, why) => {
    expect(() => readOptions(args)).toThrow(UsageError)
    expect(() => readOptions(args)).toThrow(why)
  })

  it.each([
    '',
    'now',
    'NaN',
    '-1',
    '1e3',
    '2026',
    '2026-13-01',
    '1772323200',
    '2026-02-30T99:00Z',
    '2026-03-01T00:00:00',
    '99999999999999999',
  ])('take no time "%s"', (value) => {
    expect(() => readTime(value)).toThrow('--at: expected milliseconds')
  })

  it('take a time in milliseconds or as UTC', () => {
    expect(readTime('1772323200000')).toBe(1_772_323_200_000)
    expect(readTime('2026-03-01T00:00:00.5Z')).toBe(1_772_323_200_500)
  })
})
