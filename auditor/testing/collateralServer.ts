import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Network } from '@touchstone/networks'
import type { Collateral } from '@touchstone/verify'

/** What one document is answered with instead; null never ends. */
export interface CollateralAnswer {
  status?: number
  headers?: Record<string, string>
  body: string | Buffer
}

export type DocumentName = 'tcb' | 'identity' | 'pckcrl' | 'rootcrl'

export interface CollateralServer {
  /** Entry of the network's file. */
  service: NonNullable<Network['quotes']>['collateral'][number]
  /** What is served; another set may take its place. */
  collateral: Collateral
  /** Documents that are answered otherwise. */
  answers: Partial<Record<DocumentName, CollateralAnswer | null>>
  /** Paths in the order asked. */
  asked: string[]
  stop(): Promise<void>
}

/** Intel's Provisioning Certification Service of version 4 over real HTTP, as its documentation describes it. */
export async function startCollateralServer(collateral: Collateral): Promise<CollateralServer> {
  const http = createServer((request, response) => {
    const url = request.url ?? ''
    state.asked.push(url)
    const name = nameOf(url)
    const wanted = name && name in state.answers ? state.answers[name] : name && honest(name, state.collateral)
    if (wanted === null) return
    response.writeHead(wanted?.status ?? (wanted ? 200 : 404), wanted?.headers).end(wanted?.body ?? '')
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const state: CollateralServer = {
    service: { base, rootCrl: `${base}/IntelSGXRootCA.der` },
    collateral,
    answers: {},
    asked: [],
    stop: () =>
      new Promise((resolve) => {
        http.closeAllConnections()
        http.close(() => resolve())
      }),
  }
  return state
}

function nameOf(url: string): DocumentName | undefined {
  if (/^\/(tdx|sgx)\/certification\/v4\/tcb\?fmspc=[0-9a-f]{12}$/.test(url)) return 'tcb'
  if (/^\/(tdx|sgx)\/certification\/v4\/qe\/identity$/.test(url)) return 'identity'
  if (/^\/sgx\/certification\/v4\/pckcrl\?ca=(platform|processor)&encoding=der$/.test(url)) return 'pckcrl'
  return url === '/IntelSGXRootCA.der' ? 'rootcrl' : undefined
}

function honest(name: DocumentName, served: Collateral): CollateralAnswer {
  switch (name) {
    case 'tcb':
      return {
        headers: { 'TCB-Info-Issuer-Chain': encodeURIComponent(served.tcb_info_issuer_chain) },
        body: `{"tcbInfo":${served.tcb_info},"signature":"${served.tcb_info_signature}"}`,
      }
    case 'identity':
      return {
        headers: { 'SGX-Enclave-Identity-Issuer-Chain': encodeURIComponent(served.qe_identity_issuer_chain) },
        body: `{"enclaveIdentity":${served.qe_identity},"signature":"${served.qe_identity_signature}"}`,
      }
    case 'pckcrl':
      return {
        headers: { 'SGX-PCK-CRL-Issuer-Chain': encodeURIComponent(served.pck_crl_issuer_chain) },
        body: Buffer.from(served.pck_crl, 'hex'),
      }
    case 'rootcrl':
      return { body: Buffer.from(served.root_ca_crl, 'hex') }
  }
}
