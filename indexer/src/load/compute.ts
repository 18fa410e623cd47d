import type { Store } from '@subsquid/typeorm-store'
import {
  Account,
  Contract,
  ContractImplementation,
  Provider,
  ServiceRevision,
  SignerAcknowledgement,
} from '@touchstone/store/model'
import { In, IsNull } from 'typeorm'
import { accountId } from '../apply/compute/accounts'
import type { FactContext, PreviousRows } from '../apply/state'
import { managerOf } from '../bulk'
import type { FactEvent } from '../decode/event'

type ComputeRows = Pick<
  PreviousRows,
  'contracts' | 'implementations' | 'providers' | 'services' | 'acknowledgements' | 'accounts'
>

/** Ids of the rows of the compute network that a batch's events can touch. */
interface Subjects {
  contracts: string[]
  providers: string[]
  accounts: string[]
}

/** The rows about contracts, providers and accounts that these events build on. */
export async function loadCompute(store: Store, events: FactEvent[], context: FactContext): Promise<ComputeRows> {
  const subjects = listSubjects(events, context)
  return {
    ...(await loadContracts(store, subjects.contracts)),
    ...(await loadProviders(store, subjects.providers)),
    accounts: subjects.accounts.length > 0 ? await store.findBy(Account, { id: In(subjects.accounts) }) : [],
  }
}

function listSubjects(events: FactEvent[], context: FactContext): Subjects {
  const contracts = new Set<string>()
  const providers = new Set<string>()
  const accounts = new Set<string>()
  for (const event of events) {
    // Providers of fine-tuning have services and accounts of their own.
    if (event.kind.startsWith('fine-tuning-') || event.kind.startsWith('deliverable-')) continue
    const { contract } = event.at
    if (event.kind === 'upgraded') for (const id of context.contracts.keys()) contracts.add(id)
    // A settlement says which code judged it, and the code says what an update does to an acknowledgement.
    if (event.kind === 'settlement' || event.kind === 'service-updated') contracts.add(contract)
    if (event.kind === 'settlement') {
      providers.add(event.caller)
      accounts.add(accountId(contract, event.payer, event.caller))
    } else if (event.kind === 'token-revocation' || event.kind === 'ledger-movement') {
      // These build on nothing.
    } else if ('provider' in event) {
      if ('payer' in event) accounts.add(accountId(contract, event.payer, event.provider))
      else providers.add(event.provider)
    }
  }
  return { contracts: [...contracts], providers: [...providers], accounts: [...accounts] }
}

async function loadContracts(store: Store, ids: string[]): Promise<Pick<ComputeRows, 'contracts' | 'implementations'>> {
  if (ids.length === 0) return { contracts: [], implementations: [] }
  return {
    contracts: await store.findBy(Contract, { id: In(ids) }),
    implementations: await store.find(ContractImplementation, {
      where: { contract: { id: In(ids) }, toBlock: IsNull() },
      relations: { contract: true },
    }),
  }
}

async function loadProviders(
  store: Store,
  ids: string[],
): Promise<Pick<ComputeRows, 'providers' | 'services' | 'acknowledgements'>> {
  if (ids.length === 0) return { providers: [], services: [], acknowledgements: [] }
  const providers = await store.find(Provider, { where: { id: In(ids) }, relations: { currentService: true } })
  const services = await store.find(ServiceRevision, {
    where: { provider: { id: In(ids) }, toBlock: IsNull() },
    relations: { provider: true },
  })
  const acknowledgements = await loadAcknowledgements(store, services)
  return { providers, services, acknowledgements }
}

/** The last row of each. A provider can make any number of these rows, so they are never read whole: one index look-up each. */
async function loadAcknowledgements(store: Store, services: ServiceRevision[]): Promise<SignerAcknowledgement[]> {
  if (services.length === 0) return []
  const last: { id: string }[] = await managerOf(store).query(
    `select last.id from unnest($1::text[], $2::text[]) as of(provider, contract) cross join lateral (
       select id from signer_acknowledgement where provider_id = of.provider and contract = of.contract
       order by from_block desc, from_log_index desc limit 1) as last`,
    [services.map(({ provider }) => provider.id), services.map(({ contract }) => contract)],
  )
  const where = { id: In(last.map(({ id }) => id)) }
  return store.find(SignerAcknowledgement, { where, relations: { provider: true } })
}
