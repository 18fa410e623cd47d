import { Field, ID, InputType } from 'type-graphql'
import { badInput } from '../errors'
import { parseAddress, parseAgentId, parseHash } from '../words/ids'
import { OutcomeEnum, type ShownOutcome } from '../words/words'

@InputType({ description: 'All conditions hold at once.' })
export class SettlementFilter {
  @Field(() => String, { nullable: true, description: 'Address.' })
  payer?: string | null
  @Field(() => String, { nullable: true, description: 'Address.' })
  provider?: string | null
  @Field(() => ID, { nullable: true, description: "Only what enters this agent's history." })
  agent?: string | null
  @Field(() => [OutcomeEnum], { nullable: true, description: 'Any of them.' })
  outcome?: ShownOutcome[] | null
  @Field(() => String, { nullable: true })
  requestsHash?: string | null
  @Field(() => String, { nullable: true })
  txHash?: string | null
  @Field(() => Boolean, { nullable: true, description: 'Whether the contract accepted the item.' })
  accepted?: boolean | null
}

/** A filter whose every value has been read; what is undefined does not restrict. */
export interface Conditions {
  payer?: string
  provider?: string
  agent?: string
  outcomes?: ShownOutcome[]
  requestsHash?: string
  txHash?: string
  accepted?: boolean
}

/** Reads a filter. @throws PublicError BAD_USER_INPUT naming the value that cannot be read. */
export function parseFilter(filter: SettlementFilter | null | undefined): Conditions {
  if (!filter) return {}
  if (filter.outcome?.length === 0) throw badInput('filter.outcome', 'at least one outcome, or no such filter', '[]')
  const read = <Value>(
    name: string,
    value: string | null | undefined,
    parse: (name: string, value: string) => Value,
  ) => (value == null ? undefined : parse(`filter.${name}`, value))
  return {
    payer: read('payer', filter.payer, parseAddress),
    provider: read('provider', filter.provider, parseAddress),
    agent: read('agent', filter.agent, parseAgentId),
    outcomes: filter.outcome ? [...new Set(filter.outcome)] : undefined,
    requestsHash: read('requestsHash', filter.requestsHash, parseHash),
    txHash: read('txHash', filter.txHash, parseHash),
    accepted: filter.accepted ?? undefined,
  }
}
