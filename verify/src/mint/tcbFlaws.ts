/** Platforms and modules that Intel's signed lists revoke, do not know or describe otherwise. */
import type { Flaw, Json } from './flaw.js'

const revoked = { kind: 'refused', step: 'tcb-not-revoked' } as const
const unknown = { kind: 'unavailable', step: 'tcb-not-revoked' } as const
const wrongModule = { kind: 'refused', step: 'module-identity' } as const
const unknownModule = { kind: 'unavailable', step: 'module-identity' } as const

function withLevels(change: (level: Json) => Json) {
  return (document: Json): Json => ({ ...document, tcbLevels: (document.tcbLevels as Json[]).map(change) })
}
function withComponents(name: 'sgxtcbcomponents' | 'tdxtcbcomponents', svns: readonly number[]) {
  const components = Array.from({ length: 16 }, (_, at) => ({ svn: svns[at] ?? 0 }))
  return withLevels((level) => ({ ...level, tcb: { ...(level.tcb as Json), [name]: components } }))
}
function withModule(change: (identity: Json) => Json) {
  return (info: Json): Json => ({
    ...info,
    tdxModuleIdentities: (info.tdxModuleIdentities as Json[]).map(change),
  })
}
const allRevoked = withLevels((level) => ({ ...level, tcbStatus: 'Revoked' }))

export const TCB_FLAWS = {
  pck_revoked: { collateral: { revoked: ['pck'] }, expected: revoked },
  authority_revoked: { collateral: { revoked: ['authority'] }, expected: revoked },
  revoked_platform_tcb: { collateral: { tcbInfo: allRevoked }, expected: revoked },
  revoked_qe_tcb: { collateral: { qeIdentity: allRevoked }, expected: revoked },
  revoked_sgx_tcb: { tee: 'sgx', collateral: { tcbInfo: allRevoked }, expected: revoked },
  unknown_tcb_status: {
    collateral: { tcbInfo: withLevels((level) => ({ ...level, tcbStatus: 'Excellent' })) },
    expected: unknown,
  },
  no_tcb_level: { collateral: { tcbInfo: (info) => ({ ...info, tcbLevels: [] }) }, expected: unknown },
  no_qe_level: { collateral: { qeIdentity: (identity) => ({ ...identity, tcbLevels: [] }) }, expected: unknown },
  qe_isvsvn_too_low: { quote: { qe: { isvSvn: 1 } }, expected: unknown },
  sgx_component_svn_mismatch: {
    collateral: { tcbInfo: withComponents('sgxtcbcomponents', [1, 2, 3]) },
    expected: unknown,
  },
  tdx_component_svn_mismatch: {
    collateral: { tcbInfo: withComponents('tdxtcbcomponents', [1, 2, 3]) },
    expected: unknown,
  },
  tdx_missing_components: {
    collateral: {
      tcbInfo: withLevels((level) => {
        const { tdxtcbcomponents: _, ...tcb } = level.tcb as Json
        return { ...level, tcb }
      }),
    },
    expected: unknown,
  },
  module_identity_wrong: { quote: { td: { mrSignerSeam: new Uint8Array(48).fill(2) } }, expected: wrongModule },
  module_attributes_wrong: { quote: { td: { seamAttributes: new Uint8Array(8).fill(1) } }, expected: wrongModule },
  tdx_module_mrsigner_mismatch: {
    collateral: { tcbInfo: withModule((identity) => ({ ...identity, mrsigner: '03'.repeat(48) })) },
    expected: wrongModule,
  },
  tdx_module_revoked: {
    collateral: {
      tcbInfo: withModule((identity) => ({
        ...identity,
        tcbLevels: [{ tcb: { isvsvn: 0 }, tcbStatus: 'Revoked' }],
      })),
    },
    expected: wrongModule,
  },
  tdx_module_isvsvn_too_low: {
    collateral: {
      tcbInfo: withModule((identity) => ({
        ...identity,
        tcbLevels: [{ tcb: { isvsvn: 9 }, tcbStatus: 'UpToDate' }],
      })),
    },
    expected: unknownModule,
  },
  module_not_described: {
    collateral: { tcbInfo: ({ tdxModuleIdentities: _, ...info }) => info },
    expected: unknownModule,
  },
  module_version_unknown: { quote: { td: { teeTcbSvn: Uint8Array.of(6, 9, 3) } }, expected: unknownModule },
  tdx_td15_svn2_unappraisable: {
    tee: 'td15',
    quote: { td: { teeTcbSvn2: Uint8Array.of(0, 1, 3) } },
    expected: unknownModule,
  },
} as const satisfies Record<string, Flaw>
