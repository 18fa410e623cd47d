import type { Quote } from '@touchstone/verify'

/** A value of a quote: its name in the maker's documents, what it is, and its hex or words. */
export interface Fact {
  name: string
  meaning: string
  value: string
}

/** Lower-case hex without prefix. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const REGISTERS = [
  'Virtual hardware and its settings',
  'Kernel and firmware’s choices',
  'Kernel’s command line and first programs',
  'What the system started, the list of programs included',
] as const

/** The values that a quote carries, in the order of its layout. Hex without prefix. */
export function listQuoteFacts(quote: Quote): Fact[] {
  const data = { name: 'REPORTDATA', meaning: 'What the enclave put in: key, nonce', value: toHex(quote.reportData) }
  if (quote.kind === 'sgx')
    return [
      { name: 'Kind', meaning: 'Kind of enclave', value: `Intel SGX, quote version ${quote.version}` },
      { name: 'MRENCLAVE', meaning: 'The enclave’s code', value: toHex(quote.mrEnclave) },
      { name: 'MRSIGNER', meaning: 'Who signed the enclave’s code', value: toHex(quote.mrSigner) },
      { name: 'ATTRIBUTES', meaning: 'How it was started', value: toHex(quote.attributes) },
      data,
    ]
  return [
    { name: 'Kind', meaning: 'Kind of enclave', value: `Intel TDX, quote version ${quote.version}, ${quote.body}` },
    { name: 'MRTD', meaning: 'Firmware that the enclave started with', value: toHex(quote.mrTd) },
    ...quote.rtmr.map((register, index) => ({
      name: `RTMR${index}`,
      meaning: REGISTERS[index] ?? '',
      value: toHex(register),
    })),
    {
      name: 'MRCONFIGID',
      meaning: 'Configuration: the digest of the list of programs',
      value: toHex(quote.mrConfigId),
    },
    { name: 'TDATTRIBUTES', meaning: 'How it was started; bit 0 is debug', value: toHex(quote.tdAttributes) },
    { name: 'TEE_TCB_SVN', meaning: 'Versions of the TDX module', value: toHex(quote.teeTcbSvn) },
    data,
  ]
}
