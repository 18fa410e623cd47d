import type { Inference } from '@touchstone/recorder'
import type { HashedFields } from '@touchstone/verify'
import type { ProviderStory } from './story.js'

/** One served and not yet billed inference: the broker's row with the bytes that it does not keep. */
export interface Row {
  createdAt: number
  model: string
  usage: { promptTokens: number; completionTokens: number }
  request: Uint8Array
  response: Uint8Array
  proof: NonNullable<Inference['proof']>
  resKey: string
  /** As they are hashed and billed. */
  billed: HashedFields
  /** As the trail will list them. */
  listed: HashedFields
}

/** Fees of an inference by the service's prices, in the strings that the broker hashes. */
export function price(
  story: ProviderStory,
  usage: Row['usage'],
  { requestHash, userAddress }: Pick<HashedFields, 'requestHash' | 'userAddress'>,
): HashedFields {
  const input = BigInt(usage.promptTokens) * story.inputPrice
  const output = BigInt(usage.completionTokens) * story.outputPrice
  const fees = { fee: `${input + output}`, inputFee: `${input}`, outputFee: `${output}` }
  return { requestHash, userAddress, ...fees }
}

/** What is billed for it: a third more at a provider whose trail then lists other fees. */
export function toBilled(story: ProviderStory, listed: HashedFields): HashedFields {
  if (story.publishes !== 'other-fees') return listed
  const extra = BigInt(listed.outputFee) / 3n
  return {
    ...listed,
    fee: `${BigInt(listed.fee) + extra}`,
    outputFee: `${BigInt(listed.outputFee) + extra}`,
  }
}
