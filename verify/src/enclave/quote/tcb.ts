/** The two documents of Intel's collateral: TCB info of a platform family, and the identity of the quoting enclave. */
import { all, count, listOf, matching, optional, type Rule, shape, text, when } from '../../rules.js'
import { toTime } from '../../time.js'

/** A signed document whose fields are not those of Intel's format. */
export class TcbError extends Error {
  override name = 'TcbError'
}

interface Level {
  tcbStatus: string
  advisoryIDs?: string[]
}
interface Components {
  svn: number
}
export interface TcbLevel extends Level {
  tcb: { sgxtcbcomponents: Components[]; pcesvn: number; tdxtcbcomponents?: Components[] }
}
/** A level of an enclave or of the TDX module: one version number. */
export interface SvnLevel extends Level {
  tcb: { isvsvn: number }
}
/** What a TDX module must be. All three in hex; attributes are compared under the mask. */
export interface ModuleRule {
  mrsigner: string
  attributes: string
  attributesMask: string
}
export interface ModuleIdentity extends ModuleRule {
  /** `TDX_` and the major version in two digits. */
  id: string
  tcbLevels: SvnLevel[]
}

interface Dated {
  /** Milliseconds; both inclusive. */
  from: number
  until: number
}
export interface TcbInfo extends Dated {
  id: string
  version: number
  fmspc: string
  pceId: string
  tcbLevels: TcbLevel[]
  tdxModule?: ModuleRule
  tdxModuleIdentities?: ModuleIdentity[]
}
export interface QeIdentity extends Dated {
  id: string
  version: number
  miscselect: string
  miscselectMask: string
  attributes: string
  attributesMask: string
  mrsigner: string
  isvprodid: number
  tcbLevels: SvnLevel[]
}

const MAX_LEVELS = 256
const SVNS = 16
const bytes = (size: number) => matching(new RegExp(`^[0-9a-fA-F]{${2 * size}}$`), `${size} bytes in hex`)
const svn = all(
  count(),
  when((value) => (value as number) <= 0xffff, 'a number below 65536'),
)
const sixteen = all(
  listOf(shape({ svn }), SVNS),
  when((value) => Array.isArray(value) && value.length === SVNS, `${SVNS} components`),
)
const level = { tcbStatus: text(64), advisoryIDs: optional(listOf(text(64), MAX_LEVELS)) }
const levels = (tcb: Rule) => listOf(shape({ ...level, tcb }), MAX_LEVELS)
const svnLevels = levels(shape({ isvsvn: svn }))
const moduleRule = { mrsigner: bytes(48), attributes: bytes(8), attributesMask: bytes(8) }
const document = { id: text(16), version: count(), issueDate: text(32), nextUpdate: text(32) }

const TCB_INFO = shape({
  ...document,
  fmspc: bytes(6),
  pceId: bytes(2),
  tcbLevels: levels(shape({ sgxtcbcomponents: sixteen, pcesvn: svn, tdxtcbcomponents: optional(sixteen) })),
  tdxModule: optional(shape(moduleRule)),
  tdxModuleIdentities: optional(listOf(shape({ ...moduleRule, id: text(16), tcbLevels: svnLevels }), MAX_LEVELS)),
})
const QE_IDENTITY = shape({
  ...document,
  miscselect: bytes(4),
  miscselectMask: bytes(4),
  attributes: bytes(16),
  attributesMask: bytes(16),
  mrsigner: bytes(32),
  isvprodid: svn,
  tcbLevels: svnLevels,
})

/** @throws TcbError */
export function parseTcbInfo(json: string): TcbInfo {
  return readDocument<TcbInfo>(json, TCB_INFO, 'tcb_info')
}

/** @throws TcbError */
export function parseQeIdentity(json: string): QeIdentity {
  return readDocument<QeIdentity>(json, QE_IDENTITY, 'qe_identity')
}

function readDocument<T extends Dated>(json: string, rule: Rule, field: string): T {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new TcbError(`${field}: expected JSON`)
  }
  const wrong = rule(value, field)
  if (wrong !== undefined) throw new TcbError(wrong)
  const found = value as T & { issueDate: string; nextUpdate: string }
  const from = readDate(found.issueDate, `${field}.issueDate`)
  return { ...found, from, until: readDate(found.nextUpdate, `${field}.nextUpdate`) }
}

function readDate(value: string, field: string): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/.exec(value)
  const time = match === null ? null : toTime(match.slice(1).map(Number))
  if (time === null) throw new TcbError(`${field}: expected a time in UTC, e.g. 2026-03-01T00:00:00Z`)
  return time
}
