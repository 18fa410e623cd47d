import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findJsonFault } from './plainJson.js'

const faultOf = (text: string | Uint8Array) => findJsonFault(Buffer.from(text))

describe('findJsonFault', () => {
  it.each(['{}', '{"a":{"b":1},"b":[{"a":1},{"a":2}]}', ' {"a" : "\\"a\\":" , "b":"{\\"a\\":"}\n', '{"":0,"é":"é"}'])(
    'finds none in %s',
    (text) => expect(faultOf(text)).toBeUndefined(),
  )

  it.each([
    ['{"a":1,"a":1}', 'a name stands twice in an object'],
    ['{"x":[{"y":1 , "\\u0079"\n:2}]}', 'a name stands twice in an object'],
    ['{"__proto__":1,"__proto__":2}', 'a name stands twice in an object'],
    [`{"a":${'['.repeat(32)}${']'.repeat(32)}}`, 'nested deeper than 32'],
    [`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'nested deeper than 32'],
    ['{"a":'.repeat(200_000), 'not a JSON object'],
    ['[{}]', 'not a JSON object'],
    ['null', 'not a JSON object'],
    ['', 'not a JSON object'],
    ['\ufeff{}', 'not a JSON object'],
    [Buffer.from('7b2261223a22ff227d', 'hex'), 'not UTF-8'],
  ])('finds the fault of %.40j', (text, fault) => expect(faultOf(text)).toBe(fault))

  it('finds none in what any writer writes, and one where any name of it is repeated', () => {
    const values = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { minKeys: 1 })
    fc.assert(
      fc.property(values, fc.nat(), (value, pick) => {
        const text = JSON.stringify(value)
        expect(faultOf(text)).toBeUndefined()
        const names = Object.keys(value)
        const name = JSON.stringify(names[pick % names.length])
        expect(faultOf(`${text.slice(0, -1)},${name}:0}`)).toBe('a name stands twice in an object')
      }),
    )
  })

  it('throws at no bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void findJsonFault(bytes)))
  })
})
