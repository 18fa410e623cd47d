import { z } from 'zod'
import { findAgentId, findSettlementId } from '../words/ids'
import { describeShape } from './shape'

const ADDRESS = /^0x[0-9a-f]{40}$/
const EXAMPLE_ADDRESS = `0x${'ab'.repeat(20)}`
const EXAMPLE_HASH = `0x${'cd'.repeat(32)}`

/** A parameter of text that `read` understands; the error says what was expected and what the text looks like. */
function parameter(description: string, example: string, expected: string, read: (text: string) => string | undefined) {
  const base = z
    .string()
    .max(300)
    .meta({ description, examples: [example] })
  return base.transform((text, context) => {
    const value = read(text.trim().toLowerCase())
    if (value !== undefined) return value
    const shape = describeShape(text)
    context.addIssue(
      `expected ${expected}${shape ? `; what was given looks like ${shape.kind}: try ${shape.path}` : ''}`,
    )
    return z.NEVER
  })
}

const readAddress = (text: string) => {
  const address = text.replace(/^eip155:\d{1,18}:/, '')
  return ADDRESS.test(address) ? address : undefined
}

export const agentId = parameter(
  'CAIP id of an agent, in any casing, URL-encoded or not.',
  `eip155:16661:${EXAMPLE_ADDRESS}:42`,
  'eip155:<chain>:<registry address>:<agent number>',
  findAgentId,
)
export const settlementId = parameter(
  'Id of a settlement: chain id, transaction and the place among what it settled.',
  `16661-${EXAMPLE_HASH}-0`,
  '<chainId>-<transaction hash>-<n>',
  findSettlementId,
)
export const address = parameter(
  'Address, in any casing, or its CAIP-10 form.',
  EXAMPLE_ADDRESS,
  'an address such as 0x12…ef of 40 hex digits',
  readAddress,
)
export const payerId = parameter(
  'Address of a payer, or its CAIP-10 form.',
  `eip155:16661:${EXAMPLE_ADDRESS}`,
  'an address or eip155:<chain>:<address>',
  (text) => (readAddress(text) === undefined ? undefined : text),
)
export const verdictId = parameter('Number of a verdict.', '17', 'the number of a verdict', (text) =>
  /^[1-9]\d{0,17}$/.test(text) ? text : undefined,
)
export const anyId = z
  .string()
  .min(1, 'expected any id: of an agent, an address, a transaction, a settlement, a root')
  .max(200, 'expected at most 200 characters')
  .meta({ description: 'Any id, or a part of an agent’s name.', examples: [EXAMPLE_ADDRESS] })

/** Paging of lists within a document. */
export const page = z.object({
  first: z.coerce
    .number({ error: 'expected 1 to 100' })
    .int('expected 1 to 100')
    .min(1, 'expected 1 to 100')
    .max(100, 'expected 1 to 100 (page on with after)')
    .default(25)
    .meta({ description: 'Settlements listed.', examples: [25] }),
  after: z.string().max(600).optional().meta({ description: 'endCursor of the page before.' }),
})

export const nothing = z.object({})
