import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDaPointer } from './pointer.js'

const ROOT = `0x${'ab'.repeat(32)}`
const number = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })

describe('parseDaPointer', () => {
  it('reads what it is written from, up to the greatest numbers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), number, number, (bytes, epoch, quorumId) => {
        const dataRoot = `0x${Buffer.from(bytes).toString('hex')}`
        const text = `da://${dataRoot}/${epoch}/${quorumId}`
        expect(parseDaPointer(text)).toEqual({ kind: 'pointer', dataRoot, epoch, quorumId })
      }),
    )
  })

  it.each([
    ['scheme', ''],
    ['scheme', `${ROOT}/1/2`],
    ['scheme', `DA://${ROOT}/1/2`],
    ['scheme', ` da://${ROOT}/1/2`],
    ['scheme', `0g://${ROOT}`],
    ['path', `da://${ROOT}`],
    ['path', `da://${ROOT}/1`],
    ['path', `da://${ROOT}/1/2/3`],
    ['path', `da://${ROOT}/1/2/`],
    ['root', 'da:///1/2'],
    ['root', `da://${ROOT.slice(2)}/1/2`],
    ['root', `da://${ROOT.toUpperCase()}/1/2`],
    ['root', `da://0x${'AB'.repeat(32)}/1/2`],
    ['root', `da://${ROOT}ab/1/2`],
    ['epoch', `da://${ROOT}//2`],
    ['epoch', `da://${ROOT}/01/2`],
    ['epoch', `da://${ROOT}/+1/2`],
    ['epoch', `da://${ROOT}/-1/2`],
    ['epoch', `da://${ROOT}/0x1/2`],
    ['epoch', `da://${ROOT}/1e3/2`],
    ['epoch', `da://${ROOT}/18446744073709551616/2`],
    ['epoch', `da://${ROOT}/١/2`],
    ['quorum', `da://${ROOT}/1/2.0`],
    ['quorum', `da://${ROOT}/1/2\n`],
    ['quorum', `da://${ROOT}/1/${'9'.repeat(21)}`],
    ['quorum', `da://${ROOT}/1/2?x`],
  ])('refuses a wrong %s: %j', (field, text) => {
    expect(parseDaPointer(text)).toMatchObject({ kind: 'refused', field })
  })

  it('reads one text in one way, and answers every text with a value', () => {
    const letters = fc.constantFrom(...'0123456789abcdefxXda:/+- \n'.split(''))
    const edited = fc.tuple(fc.nat(80), letters).map(([at, letter]) => {
      const text = `da://${ROOT}/12/3`
      return `${text.slice(0, at)}${letter}${text.slice(at + 1)}`
    })
    fc.assert(
      fc.property(fc.oneof(fc.string(), edited), (text) => {
        const result = parseDaPointer(text)
        if (result.kind === 'refused') expect(result.found.length).toBeLessThanOrEqual(80)
        else expect(`da://${result.dataRoot}/${result.epoch}/${result.quorumId}`).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })
})
