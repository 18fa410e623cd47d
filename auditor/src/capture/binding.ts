import { type Hex, keccak256, readSignature, recoverAddress } from '@touchstone/verify'
import type { ServedReport } from './askReport.js'

/** What a report says about keys: by which it is looked for later. Only the verifier decides what is true of it. */
export interface ReportBinding {
  /** Whose signature the header carries over the body; null where there is none. */
  author: Hex | null
  /** Key in the report data of the quote; null where none can be read. */
  binds: Hex | null
}

/** Where the report data lies in a TDX quote of version 4. */
const REPORT_DATA = { from: 568, to: 632 }
const PREFIX = Buffer.from('\x19Ethereum Signed Message:\n32')

/** Reads author and key of a report; its body is a stranger's JSON object. */
export function readBinding({ bytes, signature }: Pick<ServedReport, 'bytes' | 'signature'>): ReportBinding {
  return { author: signature === null ? null : findAuthor(bytes, signature), binds: findKey(bytes) }
}

function findAuthor(body: Uint8Array, signature: Hex): Hex | null {
  const form = readSignature(signature)
  if (form.kind !== 'signature') return null
  return recoverAddress(keccak256(Buffer.concat([PREFIX, keccak256(body)])), form.signature) ?? null
}

/**
 * The three forms in which services write a key: its checksummed text, twenty bytes and a nonce, or twenty bytes behind
 * an encryption key and before a version.
 */
function findKey(body: Uint8Array): Hex | null {
  const { quote } = JSON.parse(Buffer.from(body).toString('utf8')) as { quote?: unknown }
  if (typeof quote !== 'string' || !/^(0x)?[0-9a-fA-F]{1264}/.test(quote)) return null
  const data = Buffer.from(quote.replace(/^0x/, '').slice(REPORT_DATA.from * 2, REPORT_DATA.to * 2), 'hex')
  const text = data.toString('latin1').replace(/\0+$/, '')
  if (/^0x[0-9a-fA-F]{40}$/.test(text)) return text.toLowerCase() as Hex
  if (data.subarray(52).equals(VERSION_1)) return `0x${data.subarray(32, 52).toString('hex')}`
  if (data.subarray(20, 32).every((byte) => byte === 0)) return `0x${data.subarray(0, 20).toString('hex')}`
  return null
}

const VERSION_1 = Buffer.from([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
