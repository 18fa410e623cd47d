import type { RowList } from '../connection/rowList'
import { Where } from '../connection/where'
import { badInput } from '../errors'
import { parseAddress } from '../words/ids'
import { parseTime, parseWord, readIf } from '../words/ranges'
import { textColumn } from '../words/text'
import type { CollateralFilter, DriftFilter, ReportFilter } from './types'

const KEYS = [{ column: 'id', field: 'id', kind: 'id' }] as const
const DRIFTS = ['mock-signer', 'signer', 'shared-signer', 'code', 'system', 'models', 'model-missing'] as const

export const REPORT_LIST: RowList = {
  name: 'enclaveReports',
  columns: `id, provider, ${textColumn('source')}, sha256, size, author, binds, tee, fmspc, code, system,
    has_collateral as "hasCollateral", observed_at as "observedAt", last_observed_at as "lastObservedAt"`,
  from: 'verdicts.enclave_report',
  table: 'verdicts.enclave_report',
  keys: KEYS,
}

export const ATTEMPT_LIST: RowList = {
  name: 'reportAttempts',
  columns: `id, provider, ${textColumn('source')}, outcome, ${textColumn('detail')}, attempted_at as "attemptedAt"`,
  from: 'verdicts.report_attempt',
  table: 'verdicts.report_attempt',
  keys: KEYS,
}

export const DRIFT_LIST: RowList = {
  name: 'providerDrift',
  columns: `id, provider, kind, ${textColumn('from_value', 'from')}, ${textColumn('to_value', 'to')},
    from_sha256 as "fromSha256", to_sha256 as "toSha256", from_at as "fromAt", to_at as "toAt",
    detected_at as "detectedAt"`,
  from: 'verdicts.provider_drift',
  table: 'verdicts.provider_drift',
  keys: KEYS,
}

export const COLLATERAL_LIST: RowList = {
  name: 'collateral',
  columns: `id, tee, ca, fmspc, sha256, valid_from as "validFrom", valid_until as "validUntil", source,
    fetched_at as "fetchedAt", last_observed_at as "lastObservedAt"`,
  from: 'verdicts.collateral',
  table: 'verdicts.collateral',
  keys: KEYS,
}

export function whereReport(filter: ReportFilter | undefined): Where {
  return new Where()
    .equal('provider', readIf('filter.provider', filter?.provider, parseAddress))
    .equal('binds', readIf('filter.signer', filter?.signer, parseAddress))
    .equal('sha256', readIf('filter.sha256', filter?.sha256, hexOf(64)))
}

export function whereDrift(filter: DriftFilter | undefined): Where {
  return new Where()
    .equal('provider', readIf('filter.provider', filter?.provider, parseAddress))
    .equal('kind', readIf('filter.kind', filter?.kind, parseWord(DRIFTS)))
}

export function whereCollateral(filter: CollateralFilter | undefined): Where {
  const where = new Where()
    .equal('fmspc', readIf('filter.fmspc', filter?.fmspc, hexOf(12)))
    .equal('tee', readIf('filter.tee', filter?.tee, parseWord(['tdx', 'sgx'])))
  const at = readIf('filter.validAt', filter?.validAt, parseTime)
  if (at === undefined) return where
  const bound = where.bind(at, 'timestamptz')
  return where.add(`valid_from <= ${bound} and valid_until > ${bound}`)
}

/** Bare hex of so many digits. */
function hexOf(digits: number): (argument: string, text: string) => string {
  return (argument, text) => {
    const hex = text.toLowerCase()
    if (hex.length !== digits || !/^[0-9a-f]+$/.test(hex)) throw badInput(argument, `${digits} hex digits`, text)
    return hex
  }
}
