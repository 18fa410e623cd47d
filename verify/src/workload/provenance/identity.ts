/** Who signed, as the issuer of the certificate had it from the signer's identity token. */
import type { Release, SigstoreRoot } from '../../trust.js'
import type { CodeCertificate } from './codeCertificate.js'
import { ProvenanceError } from './provenanceError.js'

/** Who signed an image, and for which code. */
export interface Identity {
  /** Issuer of the identity token. */
  issuer: string
  /** The workflow that signed. */
  workflow: string
  repository: string
  commit: string
}

/** Last numbers of Fulcio's extensions, as github.com/sigstore/fulcio documents them in oid-info.md. */
const CLAIM = { issuer: 8, repository: 12, commit: 13 } as const

/**
 * The signer, who must have run the release's own workflow at its commit. An issuer of tokens counts for the hosts that
 * the trust material gives to it alone: whoever may name a repository elsewhere is nobody here.
 *
 * @throws ProvenanceError
 */
export function requireIdentity(
  leaf: CodeCertificate,
  release: Pick<Release, 'source' | 'commit'>,
  issuers: NonNullable<SigstoreRoot['issuers']>,
): Identity {
  const identity = readIdentity(leaf)
  const source = normalize(release.source)
  const known = issuers.filter(({ issuer }) => issuer === identity.issuer)
  if (!known.some(({ sources }) => source.startsWith(sources.toLowerCase())))
    throw refuse(`${identity.issuer} is not trusted to name workflows of ${release.source}.`)
  if (normalize(identity.repository) !== source)
    throw refuse(`It was signed in ${identity.repository}, expected ${release.source}.`)
  if (!identity.workflow.toLowerCase().startsWith(`${source}/`))
    throw refuse(`It was signed by ${identity.workflow}, which is no workflow of ${release.source}.`)
  if (identity.commit !== release.commit)
    throw refuse(`It was signed at commit ${identity.commit}, expected ${release.commit}.`)
  return identity
}

function readIdentity({ claims, uri }: CodeCertificate): Identity {
  const claim = (name: keyof typeof CLAIM) => {
    const value = claims.get(CLAIM[name])
    if (value === undefined) throw refuse(`The certificate does not name the ${name}.`)
    return value
  }
  if (uri === null) throw refuse('The certificate does not name a workflow.')
  return { issuer: claim('issuer'), workflow: uri, repository: claim('repository'), commit: claim('commit') }
}

// Hosts of code take no notice of casing in names, nor of the two usual endings.
function normalize(url: string): string {
  return url
    .replace(/\/$/, '')
    .replace(/\.git$/, '')
    .toLowerCase()
}

function refuse(why: string): ProvenanceError {
  return new ProvenanceError('identity', why)
}
