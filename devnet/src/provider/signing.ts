import { createHash } from 'node:crypto'
import type { Hex, TrailProof } from '@touchstone/verify'
import { Wallet } from 'ethers'
import { keyOf } from '../chain/keys.js'
import { MOCK_KEY, type ProviderStory, type Route } from './story.js'

/** The key in the provider's enclave: it signs bills and responses, and pays for nothing. */
export function signerOf(story: ProviderStory): Wallet {
  return new Wallet(story.signer === 'public-mock' ? MOCK_KEY : keyOf(`tee/${story.name}`))
}

/** The text that is signed about a response: two digests, and for a relay which endpoint answered. */
export function toSignedText(route: Route, request: Uint8Array, response: Uint8Array): string {
  const digests = `${sha256(request)}:${sha256(response)}`
  switch (route.kind) {
    case 'in-enclave':
      return digests
    case 'relay':
      return `${digests}:${route.providerType}:${route.providerIdentity}:${route.tlsCertificateSha256}`
  }
}

export async function prove(signer: Wallet, text: string): Promise<TrailProof> {
  return {
    text,
    signature: (await signer.signMessage(text)) as Hex,
    signingAddress: signer.address.toLowerCase() as Hex,
  }
}

/** The signature endpoint's JSON. */
export function toSignatureJson(route: Route, { text, signature }: TrailProof, signer: Wallet): object {
  const plain = { text, signature, signing_address: signer.address, signing_algo: 'ecdsa' }
  if (route.kind === 'in-enclave') return plain
  const { providerType, providerIdentity, tlsCertificateSha256 } = route
  return {
    ...plain,
    provider_type: providerType,
    provider_identity: providerIdentity,
    tls_cert_fingerprint: tlsCertificateSha256,
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
