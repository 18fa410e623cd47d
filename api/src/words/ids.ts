import { badInput } from '../errors'
import { checkCase } from './checksum'

const ADDRESS = /^0x[0-9a-f]{40}$/
const HASH = /^0x[0-9a-f]{64}$/
const MAX_ID_LENGTH = 300

/** Lower-case address, or an error that names the argument. One in mixed case must have the checksum of EIP-55. */
export function parseAddress(argument: string, text: string): string {
  const given = text.slice(0, MAX_ID_LENGTH).trim()
  const address = given.toLowerCase()
  if (!ADDRESS.test(address)) throw badInput(argument, 'an address (0x and 40 hex digits)', text)
  checkCase(argument, given)
  return address
}

/** Lower-case 32-byte hash, or an error that names the argument. */
export function parseHash(argument: string, text: string): string {
  const hash = text.slice(0, MAX_ID_LENGTH).trim().toLowerCase()
  if (!HASH.test(hash)) throw badInput(argument, 'a 32-byte hash (0x and 64 hex digits)', text)
  return hash
}

/** `eip155:<chain>:<registry>:<agentId>` in lower case, or an error that names the argument. */
export function parseAgentId(argument: string, text: string): string {
  const id = findAgentId(text)
  if (!id) throw badInput(argument, 'eip155:<chain>:<registry address>:<agent number>', text)
  checkCase(argument, text.trim().split(':')[2] ?? '')
  return id
}

/** The agent id in lower case, undefined where the text has another shape. */
export function findAgentId(text: string): string | undefined {
  const match = /^eip155:(\d{1,18}):(0x[0-9a-f]{40}):(\d{1,78})$/.exec(
    text.slice(0, MAX_ID_LENGTH).trim().toLowerCase(),
  )
  return match ? `eip155:${BigInt(match[1] ?? '0')}:${match[2]}:${BigInt(match[3] ?? '0')}` : undefined
}

/**
 * Address of a payer from `eip155:<chain>:<address>` or the bare address.
 * @returns undefined where the id names another chain: nobody there pays here.
 */
export function parsePayerId(argument: string, text: string, chainId: number): string | undefined {
  const given = text.slice(0, MAX_ID_LENGTH).trim()
  const id = given.toLowerCase()
  const match = /^eip155:(\d{1,18}):(0x[0-9a-f]{40})$/.exec(id)
  if (!match && !ADDRESS.test(id)) throw badInput(argument, 'eip155:<chain>:<address> or an address', text)
  checkCase(argument, given.split(':').at(-1) ?? '')
  if (!match) return id
  return Number(match[1]) === chainId ? match[2] : undefined
}

/** `<chainId>-<transaction hash>-<n>` in lower case, or an error that names the argument. */
export function parseSettlementId(argument: string, text: string): string {
  const id = findSettlementId(text)
  if (!id) throw badInput(argument, '<chainId>-<transaction hash>-<n>', text)
  return id
}

/** The settlement's id in lower case, undefined where the text has another shape. */
export function findSettlementId(text: string): string | undefined {
  const match = /^(\d{1,18})-(0x[0-9a-f]{64})-(\d{1,9})$/.exec(text.slice(0, MAX_ID_LENGTH).trim().toLowerCase())
  return match ? `${BigInt(match[1] ?? '0')}-${match[2]}-${Number(match[3])}` : undefined
}

/** A number that counts rows, e.g. of a verdict, as text, or an error that names the argument. */
export function parseWholeNumber(argument: string, text: string): string {
  if (!/^(0|[1-9]\d{0,17})$/.test(text)) throw badInput(argument, 'a whole number of at most 18 digits', text)
  return text
}

/** `eip155:<chain>:<address>`. */
export function toPayerId(chainId: number, address: string): string {
  return `eip155:${chainId}:${address}`
}
