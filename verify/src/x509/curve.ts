import { OID } from './oid.js'

/** The curves that certificates of the three PKIs use. */
export type Curve = 'P-256' | 'P-384'

interface CurveFacts {
  oid: string
  /** Of an uncompressed point, and of each of the two numbers of a signature. */
  pointBytes: number
  scalarBytes: number
  /** The hash that goes with the curve, and the algorithm that says so. */
  hash: string
  algorithm: string
}

export const CURVES: Readonly<Record<Curve, CurveFacts>> = {
  'P-256': { oid: OID.p256, pointBytes: 65, scalarBytes: 32, hash: 'SHA-256', algorithm: OID.ecdsaWithSha256 },
  'P-384': { oid: OID.p384, pointBytes: 97, scalarBytes: 48, hash: 'SHA-384', algorithm: OID.ecdsaWithSha384 },
}
