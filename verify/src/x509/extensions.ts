/** Extensions of certificates and revocation lists, and the two that every profile judges. */
import { DerError, type DerNode, DerReader, readOid, readSmall, TAG } from './der.js'
import { OID } from './oid.js'

export interface Extension {
  critical: boolean
  value: Uint8Array
}

export type Extensions = ReadonlyMap<string, Extension>

/** What a certificate says that its key may do; all false where it does not say. */
export interface Use {
  isAuthority: boolean
  /** Authorities that may stand below; null where any number may. */
  pathLength: number | null
  mayIssue: boolean
  /** Whether the key may sign revocation lists. */
  mayRevoke: boolean
  /** Whether the key may sign data, and not certificates. */
  maySign: boolean
}

/** Extensions by OID. @throws DerError for one that stands twice. */
export function readExtensions(reader: DerReader, field: string): Extensions {
  const list = reader.enter(TAG.sequence, 'extensions')
  const extensions = new Map<string, Extension>()
  while (list.next !== null) {
    const entry = list.enter(TAG.sequence, 'extension')
    const oid = readOid(entry, 'oid')
    const critical = isTrue(entry.readOptional(TAG.boolean, 'critical'), field)
    const { value } = entry.read(TAG.octetString, 'value')
    entry.end()
    if (extensions.has(oid)) throw new DerError(`${field}: an extension stands twice`)
    extensions.set(oid, { critical, value })
  }
  return extensions
}

/** A critical extension that nobody judges may take back what the rest says. @throws DerError */
export function refuseCritical(extensions: Extensions, judged: readonly string[], field: string): void {
  for (const [oid, { critical }] of extensions) {
    if (critical && !judged.includes(oid)) throw new DerError(`${field}: critical extension ${oid} is not understood`)
  }
}

/** @throws DerError where basic constraints or key usage are not of their form. */
export function readUse(extensions: Extensions, field: string): Use {
  const usage = readKeyUsage(extensions.get(OID.keyUsage)?.value, field)
  return {
    ...readConstraints(extensions.get(OID.basicConstraints)?.value, field),
    mayIssue: (usage & 0x04) !== 0,
    mayRevoke: (usage & 0x02) !== 0,
    maySign: (usage & 0x80) !== 0,
  }
}

function readConstraints(value: Uint8Array | undefined, field: string) {
  if (value === undefined) return { isAuthority: false, pathLength: null }
  const outer = new DerReader(value, field)
  const constraints = outer.enter(TAG.sequence, 'basicConstraints')
  outer.end()
  const isAuthority = isTrue(constraints.readOptional(TAG.boolean, 'ca'), field)
  const length = constraints.readOptional(TAG.integer, 'pathLength')
  constraints.end()
  return { isAuthority, pathLength: length === null ? null : readSmall(length, `${field}.pathLength`) }
}

// First byte of the bit string; its lowest bits are unused and the ninth usage is not asked for.
function readKeyUsage(value: Uint8Array | undefined, field: string): number {
  if (value === undefined) return 0
  const reader = new DerReader(value, field)
  const { value: bits } = reader.read(TAG.bitString, 'keyUsage')
  reader.end()
  return bits[1] ?? 0
}

function isTrue(node: DerNode | null, field: string): boolean {
  if (node === null) return false
  const [byte] = node.value
  if (node.value.length !== 1 || (byte !== 0xff && byte !== 0)) throw new DerError(`${field}: not a boolean`)
  return byte === 0xff
}
