import { COLLATERAL_FLAWS } from './collateralFlaws.js'
import { ENCLAVE_FLAWS } from './enclaveFlaws.js'
import type { Flaw } from './flaw.js'
import { FORM_FLAWS } from './formFlaws.js'
import { TCB_FLAWS } from './tcbFlaws.js'

const FLAWS = { ...FORM_FLAWS, ...ENCLAVE_FLAWS, ...COLLATERAL_FLAWS, ...TCB_FLAWS }

export type QuoteFlaw = keyof typeof FLAWS

/** Every flaw by name, with what a verifier must make of it: material for tests and conformance vectors. */
export const QUOTE_FLAWS: Readonly<Record<QuoteFlaw, Flaw>> = FLAWS
