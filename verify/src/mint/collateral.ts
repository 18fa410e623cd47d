import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Collateral } from '../enclave/quote/types.js'
import { toText } from '../time.js'
import { mintRevocationList, type RevocationSpec } from './certificate.js'
import type { Json } from './flaw.js'
import { QUOTE_FLAWS, type QuoteFlaw } from './flaws.js'
import { type MintKey, sign } from './key.js'
import { QE_DEFAULTS } from './parts.js'
import { NAMES, type QuotePki, type Role, serialOf, toChain } from './pki.js'

export interface MintCollateralInput {
  /** A time in the middle of every window, in milliseconds. */
  at: number
  /** Of the level that the minted platform reaches; default UpToDate. */
  tcbStatus?: string
  advisories?: readonly string[]
  /** Of the quotes that it is for; default TDX. */
  tee?: 'tdx' | 'sgx'
  flaw?: QuoteFlaw
}

const DAY = 86_400_000

/** Collateral as Intel would sign it for the PKI's platform, in force from 15 days before the time to 15 days after. */
export async function mintCollateral(pki: QuotePki, input: MintCollateralInput): Promise<Collateral> {
  const { keys, certificates } = pki
  const changes = input.flaw === undefined ? {} : (QUOTE_FLAWS[input.flaw].collateral ?? {})
  const tcbInfo = tcbInfoOf(pki, input)
  const qeIdentity = qeIdentityOf(input)
  const tcb_info = JSON.stringify(changes.tcbInfo?.(tcbInfo) ?? tcbInfo)
  const qe_identity = JSON.stringify(changes.qeIdentity?.(qeIdentity) ?? qeIdentity)
  const shift = (changes.crlShift ?? 0) * DAY
  const list = (issuer: 'root' | 'authority', revoked: readonly Role[]): string => {
    const spec: RevocationSpec = {
      issuer: NAMES[issuer],
      thisUpdate: input.at - 15 * DAY + shift,
      nextUpdate: input.at + 15 * DAY + shift,
      revoked: revoked.filter((role) => changes.revoked?.includes(role)).map((role) => serial(keys[role])),
    }
    return bytesToHex(mintRevocationList(spec, keys[changes.crlSigner ?? issuer]))
  }
  const signerChain = toChain(certificates.tcbSigner, certificates.root)
  const collateral: Collateral = {
    pck_crl_issuer_chain: toChain(certificates.authority, certificates.root),
    root_ca_crl: list('root', ['authority', 'tcbSigner']),
    pck_crl: list('authority', ['pck']),
    tcb_info_issuer_chain: signerChain,
    tcb_info,
    tcb_info_signature: signText(keys.tcbSigner, tcb_info),
    qe_identity_issuer_chain: signerChain,
    qe_identity,
    qe_identity_signature: signText(keys.tcbSigner, qe_identity),
    pck_certificate_chain: null,
  }
  return changes.edit?.(collateral, pki) ?? collateral
}

function tcbInfoOf(
  { platform }: QuotePki,
  { at, tcbStatus = 'UpToDate', advisories = [], tee }: MintCollateralInput,
): Json {
  const isTdx = tee !== 'sgx'
  const level = (sgx: readonly number[], tdx: readonly number[], status: string, ids: readonly string[]) => ({
    tcb: {
      sgxtcbcomponents: sgx.map((svn) => ({ svn })),
      pcesvn: platform.pceSvn,
      ...(isTdx ? { tdxtcbcomponents: tdx.map((svn) => ({ svn })) } : {}),
    },
    tcbDate: toText(at - 100 * DAY),
    tcbStatus: status,
    ...(ids.length === 0 ? {} : { advisoryIDs: ids }),
  })
  const module = { mrsigner: '00'.repeat(48), attributes: '00'.repeat(8), attributesMask: 'FF'.repeat(8) }
  const moduleLevel = { tcb: { isvsvn: 6 }, tcbDate: toText(at - 100 * DAY), tcbStatus: 'UpToDate' }
  return {
    id: isTdx ? 'TDX' : 'SGX',
    version: 3,
    ...datesOf(at),
    fmspc: bytesToHex(platform.fmspc).toUpperCase(),
    pceId: bytesToHex(platform.pceId),
    tcbType: 0,
    tcbEvaluationDataNumber: 18,
    ...(isTdx ? { tdxModule: module } : {}),
    ...(isTdx ? { tdxModuleIdentities: [{ id: 'TDX_01', ...module, tcbLevels: [moduleLevel] }] } : {}),
    tcbLevels: [
      level([...platform.cpuSvn], [5, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], tcbStatus, advisories),
      level(new Array(16).fill(1), new Array(16).fill(0), 'OutOfDate', ['INTEL-SA-00000']),
    ],
  }
}

function qeIdentityOf({ at, tee }: MintCollateralInput): Json {
  return {
    id: tee === 'sgx' ? 'QE' : 'TD_QE',
    version: 2,
    ...datesOf(at),
    tcbEvaluationDataNumber: 18,
    miscselect: '00000000',
    miscselectMask: 'FFFFFFFF',
    attributes: bytesToHex(QE_DEFAULTS.attributes),
    attributesMask: 'FBFFFFFFFFFFFFFF0000000000000000',
    mrsigner: bytesToHex(QE_DEFAULTS.mrSigner).toUpperCase(),
    isvprodid: QE_DEFAULTS.isvProdId,
    tcbLevels: [{ tcb: { isvsvn: QE_DEFAULTS.isvSvn }, tcbDate: toText(at - 100 * DAY), tcbStatus: 'UpToDate' }],
  }
}

function datesOf(at: number) {
  return { issueDate: toText(at - 15 * DAY), nextUpdate: toText(at + 15 * DAY) }
}

function serial(key: MintKey): string {
  return bytesToHex(serialOf(key))
}

function signText(key: MintKey, text: string): string {
  return bytesToHex(sign(key, utf8ToBytes(text)))
}
