import { chainOperations } from './operations/chain.mjs'
import { contentOperations } from './operations/content.mjs'
import { daOperations } from './operations/da.mjs'
import { enclaveOperations } from './operations/enclave.mjs'
import { RefusedInput } from './operations/input.mjs'
import { logOperations } from './operations/log.mjs'
import { settlementOperations } from './operations/settlement.mjs'
import { signatureOperations } from './operations/signature.mjs'
import { storageOperations } from './operations/storage.mjs'

/** Every operation by name, on the exports of `@touchstone/verify`: input with bytes as base64 in, outcome out. */
export function createOperations(verify) {
  return {
    ...storageOperations(verify),
    ...daOperations(verify),
    ...chainOperations(verify),
    ...signatureOperations(verify),
    ...contentOperations(verify),
    ...enclaveOperations(verify),
    ...settlementOperations(verify),
    ...logOperations(verify),
  }
}

/** The outcome of one operation. An exception that is no refusal becomes `crashed`, which no vector expects. */
export async function runOperation(operations, name, input) {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
  if (operation === undefined) return { outcome: 'unknown operation' }
  try {
    return await operation(input)
  } catch (error) {
    if (error instanceof RefusedInput) return { outcome: 'refused', detail: error.message }
    return { outcome: 'crashed', detail: String(error?.stack ?? error).slice(0, 500) }
  }
}
