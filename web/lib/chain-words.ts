/** The API's short words for what happened on chain, as sentences read them. A word that is not known stays as it is. */

const HOW = new Map([
  ['register', 'by default, at registration'],
  ['set', 'set by setAgentWallet'],
  ['transfer', 'by a transfer of the token'],
  ['unknown', 'in a way that is not known'],
])
/** How an address came to be the wallet or the owner of an agent. */
export function describeHow(how: string): string {
  return HOW.get(how) ?? how
}

const PROOF = new Map([
  ['verified', 'its signature was verified'],
  ['mismatch', 'its signature is another key’s, or a contract’s'],
  ['unavailable', 'its signature could not be checked'],
])
/** How an address came to a role, and whether its own signature for it was checked. */
export function describeProof(how: string, signature: string | null): string {
  const checked = signature === null ? undefined : (PROOF.get(signature) ?? signature)
  return checked ? `${describeHow(how)}; ${checked}` : describeHow(how)
}

const CAUSE = new Map([
  ['owner', 'the contract’s owner said so'],
  ['reset', 'dropped by the contract when the service changed'],
])
/** Why a signing key is or is not acknowledged. */
export function describeCause(cause: string): string {
  return CAUSE.get(cause) ?? cause
}

const LINK = new Map([
  ['L1', 'L1 · the agent’s enclave key'],
  ['L2', 'L2 · the agent’s wallet, signed'],
  ['L4', 'L4 · the agent’s wallet'],
  ['L5', 'L5 · the token’s owner'],
  ['L6', 'L6 · the owner behind AgenticID'],
  ['L7', 'L7 · an operator'],
  ['L8', 'L8 · an authorised user'],
])
/** What kind of link joins a payer and an agent. */
export function describeLink(type: string): string {
  return LINK.get(type) ?? type
}
