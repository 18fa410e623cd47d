import type { NetworkContract } from '@touchstone/networks'
import { differs, type Finding, note } from './finding.js'
import { type JsonRpc, RpcRefusal } from './jsonRpc.js'

/** ERC-1967: keccak256('eip1967.proxy.implementation') - 1 and keccak256('eip1967.proxy.beacon') - 1. */
const IMPLEMENTATION_SLOT = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'
const BEACON_SLOT = '0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50'
/** `implementation()` of a beacon. */
const IMPLEMENTATION_CALL = '0x5c60da1b'
const ZERO = `0x${'0'.repeat(40)}`

/** What the chain says about one contract of the file. */
export interface CheckedContract {
  label: string
  address: string
  hasCode: boolean
  /** What runs behind it now, where it is a proxy. */
  implementation?: string
  generation?: string
  findings: Finding[]
}

/**
 * Compares one contract of the file with the chain: code, beacon, implementation and, where the RPC has old state, that
 * nothing stood there before its start block.
 * @throws RpcRefusal, RpcSilence where the RPC does not say
 */
export async function checkContract(
  rpc: JsonRpc,
  contract: NetworkContract,
  archive: boolean,
): Promise<CheckedContract> {
  const { label, address } = contract
  const checked: CheckedContract = { label, address, hasCode: await hasCode(rpc, address), findings: [] }
  if (!checked.hasCode) {
    checked.findings.push(describeMissing(contract))
    return checked
  }
  if (contract.unconfirmed)
    checked.findings.push(note(`contracts.${label}.unconfirmed`, `Code stands at ${address}: unconfirmed may go.`))
  await checkProxy(rpc, contract, checked)
  if (archive && contract.startBlock > 1) await checkStart(rpc, contract, checked)
  return checked
}

function describeMissing({ label, address, retired, unconfirmed }: NetworkContract): Finding {
  const field = `contracts.${label}.address`
  if (retired) return note(field, `No code stands at ${address}; it is retired, so nothing is missed from now on.`)
  if (unconfirmed) return note(field, `No code stands at ${address}; the file calls it unconfirmed.`)
  return differs(field, `No code stands at ${address}: correct the address, or mark it as retired or unconfirmed.`)
}

async function checkProxy(rpc: JsonRpc, contract: NetworkContract, checked: CheckedContract): Promise<void> {
  const field = `contracts.${contract.label}`
  const beacon = await readSlot(rpc, contract.address, BEACON_SLOT)
  const direct = await readSlot(rpc, contract.address, IMPLEMENTATION_SLOT)
  if (contract.beacon !== undefined && beacon !== contract.beacon) {
    checked.findings.push(
      differs(
        `${field}.beacon`,
        `The proxy follows ${beacon ?? 'no beacon'}, the file says ${contract.beacon}: correct it.`,
      ),
    )
    return
  }
  if (contract.upgradeable === true && direct === undefined) {
    checked.findings.push(differs(`${field}.upgradeable`, 'It is not an ERC-1967 proxy: take upgradeable away.'))
    return
  }
  if (contract.beacon === undefined && contract.upgradeable !== true && (beacon ?? direct) !== undefined)
    checked.findings.push(
      note(
        field,
        beacon === undefined
          ? `It is a proxy for ${direct}: set upgradeable, so that a switch of its code is noticed.`
          : `It follows the beacon ${beacon}: add it, so that a switch of its code is noticed.`,
      ),
    )
  const implementation = beacon === undefined ? direct : await readImplementation(rpc, beacon)
  if (implementation === undefined) return
  checked.implementation = implementation
  await checkImplementation(rpc, contract, checked)
}

async function checkImplementation(
  rpc: JsonRpc,
  { label, address: proxy, kind, implementations = [] }: NetworkContract,
  checked: CheckedContract,
): Promise<void> {
  const field = `contracts.${label}.implementations`
  const { implementation = ZERO, findings } = checked
  if (!(await hasCode(rpc, implementation))) {
    findings.push(
      differs(field, `Its implementation ${implementation} has no code: the proxy is broken, or the RPC is.`),
    )
    return
  }
  const named = implementations.find(({ address }) => address === implementation)
  if (named?.generation !== undefined) checked.generation = named.generation
  if (named !== undefined) return
  // The proxy's own address says that no implementation is on record.
  const none = implementations.every(({ address }) => address === proxy)
  if (none && (kind !== 'inferenceServing' || implementations.length > 0))
    findings.push(note(field, `${implementation} runs behind it; the file names none.`))
  else
    findings.push(
      differs(field, `${implementation} runs behind it and the file does not name it: find out its rules and add it.`),
    )
}

/** A start block that is too late would lose facts; one that is too early costs a few requests. */
async function checkStart(rpc: JsonRpc, { label, address, startBlock }: NetworkContract, checked: CheckedContract) {
  const before = `0x${(startBlock - 1).toString(16)}`
  const code = await rpc.call('eth_getCode', [address, before]).catch((error: unknown) => {
    if (error instanceof RpcRefusal) return undefined
    throw error
  })
  if (typeof code === 'string' && /^0x[0-9a-fA-F]+$/.test(code))
    checked.findings.push(
      differs(
        `contracts.${label}.startBlock`,
        `Code stood there before block ${startBlock}: lower it, facts are missed.`,
      ),
    )
}

async function readImplementation(rpc: JsonRpc, beacon: string): Promise<string | undefined> {
  const word = await rpc
    .call('eth_call', [{ to: beacon, data: IMPLEMENTATION_CALL }, 'latest'])
    .catch((error: unknown) => {
      if (error instanceof RpcRefusal) return undefined
      throw error
    })
  return toAddress(word) ?? ZERO
}

async function readSlot(rpc: JsonRpc, address: string, slot: string): Promise<string | undefined> {
  return toAddress(await rpc.call('eth_getStorageAt', [address, slot, 'latest']))
}

/** The address in a word of 32 bytes, in lower case; undefined for zero and for what is no word. */
function toAddress(word: unknown): string | undefined {
  if (typeof word !== 'string' || !/^0x0{24}[0-9a-fA-F]{40}$/.test(word)) return undefined
  const address = `0x${word.slice(26).toLowerCase()}`
  return address === ZERO ? undefined : address
}

async function hasCode(rpc: JsonRpc, address: string): Promise<boolean> {
  const code = await rpc.call('eth_getCode', [address, 'latest'])
  if (typeof code !== 'string' || !/^0x([0-9a-fA-F]{2})*$/.test(code))
    throw new RpcRefusal(`eth_getCode answered ${JSON.stringify(code)?.slice(0, 40)}`, undefined)
  return code.length > 2
}
