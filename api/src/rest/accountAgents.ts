import { z } from 'zod'
import { HISTORY_GRADES, rankOf } from '../link/spans'
import { toPayerId } from '../words/ids'
import { sendData } from './answers'
import { defineEndpoint } from './endpoint'
import { accountAgentsQuery, type LinkRowFragment } from './generated/operations'
import { address } from './params'

const STRENGTHS = ['S', 'A', 'A-', 'B+', 'B', 'B-', 'C', 'D'] as const

const query = z.object({
  at: z.coerce
    .number({ error: 'expected a block number' })
    .int('expected a block number')
    .min(0, 'expected a block number')
    .max(0x7fffffff, 'expected a block number')
    .optional()
    .meta({ description: 'Only links that hold at the end of this block.' }),
  minStrength: z
    .enum(STRENGTHS, { error: `expected one of ${STRENGTHS.join(', ')}` })
    .default('D')
    .meta({ description: `Weakest grade that is listed. A history takes ${HISTORY_GRADES.join(', ')}.` }),
})

/** Which agents an address pays for, owns, or is the declared wallet of. */
export const accountAgentsEndpoint = defineEndpoint({
  path: '/accounts/{address}/agents',
  summary: 'Agents that an address is linked to as payer, owns, or is the declared wallet of.',
  params: z.object({ address }),
  query,
  mayMiss: false,
  produces: {
    type: 'application/json',
    description: '`payer` is null where the address never had an account.',
    operation: accountAgentsQuery as never,
  },
  serve: async (params, { at, minStrength }, { ask, network }) => {
    const id = toPayerId(network.chainId, params.address)
    const data = await ask(accountAgentsQuery, { address: params.address, id })
    const isWanted = (link: LinkRowFragment) =>
      rankOf(link.strength) <= rankOf(minStrength) && (at === undefined || holdsAt(link, at))
    const payer = data.payer && { ...data.payer, links: data.payer.links.filter(isWanted) }
    return sendData({ ...data, payer })
  },
})

function holdsAt({ fromBlock, toBlock }: LinkRowFragment, block: number): boolean {
  return fromBlock <= block && (toBlock === null || toBlock > block)
}
