import type { Collateral } from '@touchstone/verify'
import { mintCollateral, type QuotePki } from '@touchstone/verify/mint'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'

const DAY_MS = 86_400_000
const ROOT_CRL = '/IntelSGXRootCA.der'

/** Entry of the network's file. */
export interface CollateralEndpoint {
  base: string
  rootCrl: string
}

/** What it is called in the network's file. */
export function collateralEndpoint(port: number): CollateralEndpoint {
  const base = `http://127.0.0.1:${port}`
  return { base, rootCrl: `${base}${ROOT_CRL}` }
}

/**
 * Intel's Provisioning Certification Service, version 4, for the one platform that the devnet's PKI certifies. Like
 * Intel's it issues its documents anew each day, and within a day everybody gets the same ones.
 * @param now the time, milliseconds.
 */
export function createCollateralService(pki: QuotePki, now: () => number = Date.now): FastifyInstance {
  const issued = dailyCollateral(pki, now)
  const fmspc = Buffer.from(pki.platform.fmspc).toString('hex')
  const server = fastify({ logger: false })
  server.get<{ Querystring: { fmspc?: string } }>('/tdx/certification/v4/tcb', async (request, reply) => {
    if (request.query.fmspc?.toLowerCase() !== fmspc) return reply.code(404).send()
    const { tcb_info: text, tcb_info_signature: signature, tcb_info_issuer_chain: chain } = await issued()
    return sendSigned(reply, { header: 'TCB-Info-Issuer-Chain', chain }, `{"tcbInfo":${text}`, signature)
  })
  server.get('/tdx/certification/v4/qe/identity', async (_request, reply) => {
    const { qe_identity: text, qe_identity_signature: signature, qe_identity_issuer_chain: chain } = await issued()
    const issuer = { header: 'SGX-Enclave-Identity-Issuer-Chain', chain }
    return sendSigned(reply, issuer, `{"enclaveIdentity":${text}`, signature)
  })
  server.get<{ Querystring: { ca?: string; encoding?: string } }>(
    '/sgx/certification/v4/pckcrl',
    async (request, reply) => {
      const { ca, encoding } = request.query
      if (ca !== 'platform' || encoding !== 'der') return reply.code(404).send()
      const { pck_crl: list, pck_crl_issuer_chain: chain } = await issued()
      return sendDer(reply.header('SGX-PCK-CRL-Issuer-Chain', encodeURIComponent(chain)), list)
    },
  )
  server.get(ROOT_CRL, async (_request, reply) => sendDer(reply, (await issued()).root_ca_crl))
  return server
}

/** The signature is over the very bytes of the document, which therefore must not be written as JSON again. */
function sendSigned(
  reply: FastifyReply,
  { header, chain }: { header: string; chain: string },
  opened: string,
  signature: string,
): FastifyReply {
  const body = `${opened},"signature":"${signature}"}`
  return reply.header(header, encodeURIComponent(chain)).header('content-type', 'application/json').send(body)
}

function sendDer(reply: FastifyReply, hex: string): FastifyReply {
  return reply.header('content-type', 'application/pkix-crl').send(Buffer.from(hex, 'hex'))
}

function dailyCollateral(pki: QuotePki, now: () => number): () => Promise<Collateral> {
  let kept: { day: number; set: Promise<Collateral> } | undefined
  return () => {
    const day = Math.floor(now() / DAY_MS)
    if (kept?.day !== day) kept = { day, set: mintCollateral(pki, { at: day * DAY_MS }) }
    return kept.set
  }
}
