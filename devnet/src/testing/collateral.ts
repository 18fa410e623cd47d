import type { CollateralEndpoint } from '../enclave/collateralService.js'

/** The collateral of a platform, as a client puts it together from the four documents of the service. */
export async function askCollateral({ base, rootCrl }: CollateralEndpoint, fmspc: string): Promise<string> {
  const tcb = await ask(`${base}/tdx/certification/v4/tcb?fmspc=${fmspc}`)
  const identity = await ask(`${base}/tdx/certification/v4/qe/identity`)
  const list = await ask(`${base}/sgx/certification/v4/pckcrl?ca=platform&encoding=der`)
  const rootList = await ask(rootCrl)
  return JSON.stringify({
    pck_crl_issuer_chain: decodeURIComponent(list.headers.get('sgx-pck-crl-issuer-chain') ?? ''),
    root_ca_crl: rootList.body.toString('hex'),
    pck_crl: list.body.toString('hex'),
    tcb_info_issuer_chain: decodeURIComponent(tcb.headers.get('tcb-info-issuer-chain') ?? ''),
    ...split(tcb.body, 'tcbInfo', 'tcb_info'),
    qe_identity_issuer_chain: decodeURIComponent(identity.headers.get('sgx-enclave-identity-issuer-chain') ?? ''),
    ...split(identity.body, 'enclaveIdentity', 'qe_identity'),
  })
}

async function ask(url: string): Promise<{ headers: Headers; body: Buffer }> {
  const answer = await fetch(url)
  if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}.`)
  return { headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) }
}

/** The text of a document as its signature covers it, and the signature. */
function split(body: Buffer, field: string, name: string): Record<string, string> {
  const found = new RegExp(`^\\{"${field}":(.*),"signature":"([0-9a-f]+)"\\}$`, 's').exec(body.toString('utf8'))
  if (!found) throw new Error(`${field} is not served as a signed document.`)
  return { [name]: found[1] ?? '', [`${name}_signature`]: found[2] ?? '' }
}
