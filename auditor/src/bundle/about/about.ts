import { createHash } from 'node:crypto'
import { type AboutFile, type AboutRef, type AboutRole, type Claim, toFileRef } from '@touchstone/verify'
import canonicalize from 'canonicalize'
import type pg from 'pg'
import { type Queryable, withinTransaction } from '../../database.js'
import { getFinalHeight } from '../../facts/height.js'
import { type ArchiveFile, fileOf } from '../archiveFile.js'
import type { Scope } from '../scope.js'
import { findIdentity, findReputation, findValidation } from './agentFacts.js'
import { toAgentClaims, toProviderClaims } from './claims.js'
import { findAnswers, findCompute } from './providerFacts.js'
import type { Found } from './rows.js'

/** Files about a party with their places in the index. */
export interface About {
  refs: AboutRef[]
  files: ArchiveFile[]
}

/** What a file holds; of claims no rows. */
type Content = Pick<AboutFile, 'entries' | 'missing'>

/**
 * Who the party is and what it and others say of it, by the facts that are final now: one file a role, also where it holds
 * nothing, so that nothing said can be told from nothing looked for.
 */
export async function gatherAbout(pool: pg.Pool, chainId: number, { kind, id }: Scope): Promise<About> {
  const client = await pool.connect()
  try {
    return await withinTransaction(client, 'begin isolation level repeatable read read only', async () => {
      const asOf = Math.max(await getFinalHeight(client), 0)
      const contents = await (kind === 'agent' ? ofAgent : ofProvider)(client, { id, block: asOf })
      const about: About = { refs: [], files: [] }
      for (const [role, content] of Object.entries(contents) as [AboutRole, Content][]) {
        const file: AboutFile = { spec: 'touchstone-about/1', role, chainId, scope: { kind, id }, asOf, ...content }
        const bytes = Buffer.from(canonicalize(file) ?? '')
        const ref = toFileRef(role, 'json', createHash('sha256').update(bytes).digest('hex'))
        about.refs.push({ role, ...ref })
        about.files.push(fileOf(ref.file, bytes))
      }
      return about
    })
  } finally {
    client.release()
  }
}

type Asked = Parameters<typeof findIdentity>[1]

async function ofAgent(db: Queryable, asked: Asked): Promise<Partial<Record<AboutRole, Content>>> {
  const identity = await findIdentity(db, asked)
  const isKnown = identity.entries.some(({ kind }) => kind === 'agent')
  const unknown = isKnown ? [] : ['the agent: the index knows none of this name.']
  return {
    claims: claimsOf(toAgentClaims(asked.id, identity.entries), identity),
    identity: { ...identity, missing: [...unknown, ...identity.missing] },
    reputation: await findReputation(db, asked),
    validation: await findValidation(db, asked),
  }
}

async function ofProvider(db: Queryable, asked: Asked): Promise<Partial<Record<AboutRole, Content>>> {
  const [compute, answers] = [await findCompute(db, asked), await findAnswers(db, asked)]
  const claims = toProviderClaims(asked.id, compute.entries, answers.entries)
  return { claims: claimsOf(claims, compute, answers), compute }
}

function claimsOf(entries: Claim[], ...from: readonly Found[]): Content {
  return { entries, missing: from.flatMap(({ missing }) => missing) }
}
