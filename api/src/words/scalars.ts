import { GraphQLScalarType } from 'graphql'

const WHOLE = /^-?\d+$/

function wholeNumber(name: string, description: string): GraphQLScalarType<string, string> {
  return new GraphQLScalarType({
    name,
    description,
    serialize: (value) => {
      const text = String(value)
      // A number would lose digits above 2^53 without a word.
      if (typeof value === 'number' || !WHOLE.test(text)) throw new TypeError(`Not a ${name}`)
      return text
    },
  })
}

export const Amount = wholeNumber('Amount', 'Decimal string of neuron (1e-18 0G).')
export const BigInteger = wholeNumber('BigInteger', 'Decimal string of a whole number of any size.')

export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'ISO 8601, UTC.',
  serialize: (value) => {
    if (!(value instanceof Date)) throw new TypeError('Not a time')
    return value.toISOString()
  },
})
