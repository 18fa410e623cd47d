import { formatCount, formatShare, toBigInt } from './format'
import type { HomeQuery } from './generated/graphql'

/** The label that says: the model runs in an enclave. */
const ENCLAVE_LABEL = 'TeeML'

/** What services say of themselves against what their own registration says, and against their newest judged bill. */
export interface Claims {
  services: number
  claimed: number
  derived: number
  verified: number
  failed: number
}

/** Counts the services in force. `verified`: the key of the newest judged bill stands in a report that verifies. */
export function countClaims(providers: HomeQuery['everyone']['nodes']): Claims {
  const offering = providers.filter((provider) => provider.service !== null)
  const enclave = (provider: (typeof offering)[number]) =>
    provider.judged.nodes[0]?.questions.find(({ id }) => id === 'enclave')?.status
  return {
    services: offering.length,
    claimed: offering.filter(({ service }) => service?.verifiability.text === ENCLAVE_LABEL).length,
    derived: offering.filter(({ service }) => service?.derivedMode === 'in-enclave').length,
    verified: offering.filter((provider) => enclave(provider) === 'pass').length,
    failed: offering.filter((provider) => enclave(provider) === 'fail').length,
  }
}

const services = (count: number) => `${formatCount(count)} ${count === 1 ? 'service' : 'services'}`

/** The claims as one sentence, as of the newest judged bill of each service. */
export function writeClaims({ services: all, claimed, derived, verified, failed }: Claims): string {
  if (all === 0) return 'No service is registered yet.'
  const wrong = failed > 0 ? `, ${formatCount(failed)} ${failed === 1 ? 'fails' : 'fail'}` : ''
  return `${formatCount(claimed)} of ${services(all)} ${claimed === 1 ? 'claims' : 'claim'} in-enclave, ${formatCount(derived)} ${derived === 1 ? 'is by what it registers' : 'are by what they register'}, ${formatCount(verified)} ${verified === 1 ? 'quote verifies' : 'quotes verify'}${wrong}.`
}

/** What accounts that pay for many spent, of all that providers were paid. Undefined where no such account is named. */
export function writeRouterShare(
  routers: readonly { shares: { amount: string } }[],
  providers: readonly { shares: { amount: string } }[],
): string | undefined {
  if (routers.length === 0) return undefined
  const sum = (rows: readonly { shares: { amount: string } }[]) =>
    rows.reduce((total, row) => total + toBigInt(row.shares.amount), 0n)
  const [through, all] = [sum(routers), sum(providers)]
  return all === 0n
    ? 'Nothing was spent yet.'
    : `${formatShare(String(through), String(all))} of spend went through it.`
}
