/** Parts of reports and quotes by hand, for what needs neither keys nor certificates. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { SgxQuote, TdxQuote } from '../src/enclave/quote/types.js'
import type { LoggedEvent } from '../src/enclave/report/eventLog.js'
import { RUNTIME_EVENT, runtimeDigest } from '../src/enclave/report/replay.js'
import type { Report } from '../src/enclave/report/report.js'

const base = { keyType: 2, signed: new Uint8Array(), reportData: new Uint8Array(64), pckChain: null, padding: 0 }

/** A TDX quote of zeros but for the changes. */
export function tdxQuote(changes: Partial<TdxQuote> = {}): TdxQuote {
  const zeros = (size: number) => new Uint8Array(size)
  return {
    ...base,
    ...{ kind: 'tdx', version: 4, body: 'td10' },
    ...{ teeTcbSvn: zeros(16), mrSeam: zeros(48), mrSignerSeam: zeros(48), seamAttributes: zeros(8) },
    ...{ tdAttributes: zeros(8), xfam: zeros(8), mrTd: zeros(48), mrConfigId: zeros(48), mrOwner: zeros(48) },
    ...{ mrOwnerConfig: zeros(48), rtmr: [zeros(48), zeros(48), zeros(48), zeros(48)] },
    ...{ teeTcbSvn2: null, mrServiceTd: null },
    ...changes,
  }
}

/** An SGX quote of zeros but for the changes. */
export function sgxQuote(changes: Partial<SgxQuote> = {}): SgxQuote {
  const zeros = (size: number) => new Uint8Array(size)
  const own = { mrEnclave: zeros(32), mrSigner: zeros(32), attributes: zeros(16) }
  return { ...base, kind: 'sgx', version: 3, ...own, ...changes }
}

/** A report that publishes a quote and nothing else, but for the changes. */
export function bareReport(changes: Partial<Report> = {}): Report {
  return {
    ...{ form: 'quote', quote: new Uint8Array(), events: null, compose: null, gpu: null, collateral: null },
    ...{ tlsFingerprint: null, statedReportData: null, others: [] },
    ...changes,
  }
}

/** A runtime event of RTMR3 with its digest; text as its UTF-8. */
export function runtimeEvent(name: string, payload: Uint8Array | string = ''): LoggedEvent {
  const bytes = typeof payload === 'string' ? utf8ToBytes(payload) : payload
  return { register: 3, type: RUNTIME_EVENT, digest: runtimeDigest(name, bytes), name, payload: bytes }
}
