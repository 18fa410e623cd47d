/** What Intel writes into a PCK certificate about the platform: extension 1.2.840.113741.1.13.1. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { DerError, type DerNode, DerReader, readOid, readSmall, TAG } from '../../x509/der.js'
import { SGX_EXTENSION } from './intel.js'

export interface PckExtension {
  /** 16 bytes, hex: the identity of the platform. */
  ppid: string
  /** Sixteen component versions. */
  cpuSvn: Uint8Array
  pceSvn: number
  /** 2 bytes, hex. */
  pceId: string
  /** 6 bytes, hex: family, model, stepping, platform and custom SKU. */
  fmspc: string
}

const PCESVN = 17
const CPUSVN = 18

/** @throws DerError where a part is missing, stands twice or has another size. */
export function parsePckExtension(value: Uint8Array, field: string): PckExtension {
  const parts = readParts(new DerReader(value, field), SGX_EXTENSION, field)
  const tcb = readParts(new DerReader(take(parts, 2, field).raw, field), `${SGX_EXTENSION}02`, field)
  const cpuSvn = octets(take(tcb, CPUSVN, field), 16, `${field}.cpusvn`)
  for (const [at, svn] of cpuSvn.entries()) {
    if (readSmall(take(tcb, at + 1, field), `${field}.component`) !== svn) {
      throw new DerError(`${field}: component ${at + 1} differs from CPUSVN`)
    }
  }
  return {
    ppid: bytesToHex(octets(take(parts, 1, field), 16, `${field}.ppid`)),
    cpuSvn,
    pceSvn: readSmall(take(tcb, PCESVN, field, TAG.integer), `${field}.pcesvn`),
    pceId: bytesToHex(octets(take(parts, 3, field), 2, `${field}.pceid`)),
    fmspc: bytesToHex(octets(take(parts, 4, field), 6, `${field}.fmspc`)),
  }
}

// Values by the last number of their OID.
function readParts(reader: DerReader, prefix: string, field: string): Map<number, DerNode> {
  const list = reader.enter(TAG.sequence, 'sgx')
  reader.end()
  const parts = new Map<number, DerNode>()
  while (list.next !== null) {
    const entry = list.enter(TAG.sequence, 'part')
    const oid = readOid(entry, 'oid')
    const last = Number.parseInt(oid.slice(prefix.length), 16)
    if (!oid.startsWith(prefix) || oid.length !== prefix.length + 2 || parts.has(last)) {
      throw new DerError(`${field}: part ${oid} is not expected here`)
    }
    parts.set(last, entry.read(entry.next ?? 0, 'value'))
    entry.end()
  }
  return parts
}

function take(parts: ReadonlyMap<number, DerNode>, number: number, field: string, tag?: number): DerNode {
  const node = parts.get(number)
  if (node === undefined) throw new DerError(`${field}: part ${number} is missing`)
  if (tag !== undefined && node.tag !== tag) throw new DerError(`${field}: part ${number} has another type`)
  return node
}

function octets(node: DerNode, size: number, field: string): Uint8Array {
  if (node.tag !== TAG.octetString || node.value.length !== size) {
    throw new DerError(`${field}: expected ${size} bytes`)
  }
  return node.value
}
