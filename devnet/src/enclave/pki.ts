import { readFileSync } from 'node:fs'
import {
  createQuotePki,
  type ExportedQuotePki,
  exportQuotePki,
  importQuotePki,
  type QuotePki,
} from '@touchstone/verify/mint'
import { writeJson } from '../state.js'

/**
 * The devnet's own PKI in the place of Intel's: made once and kept in `file`, so that reports of an earlier run stay
 * genuine. No other network trusts its root.
 */
export async function openPki(file: string): Promise<QuotePki> {
  const kept = readKept(file)
  if (kept !== undefined) return importQuotePki(kept)
  const pki = await createQuotePki()
  writeJson(file, exportQuotePki(pki))
  return pki
}

function readKept(file: string): ExportedQuotePki | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ExportedQuotePki
  } catch {
    return undefined // First run.
  }
}
