/** Which of the measured model servers stand behind the advertised name. */
import type { ComposeFacts, ModelServer } from './compose/facts.js'
import { isRepository } from './compose/servers.js'

export type Attested =
  | { kind: 'server'; server: ModelServer & { model: string } }
  | { kind: 'unknown'; why: string; found: string }

/**
 * The server that answers for `advertised`: the one that serves that name, or the only one where the compose gives no
 * names. Several under one name count as one only where they say the same.
 */
export function findAttested(facts: ComposeFacts, advertised: string): Attested {
  const found = facts.servers.map(describeServer).join('; ') || 'no model server'
  const unknown = (why: string): Attested => ({ kind: 'unknown', why, found })
  if (facts.servers.length === 0)
    return unknown('the measured compose starts no program that is known to serve a model')
  const named = facts.servers.filter(({ servedNames }) =>
    servedNames.some((name) => name.toLowerCase() === advertised.toLowerCase()),
  )
  const [only] = facts.servers
  const candidates = named.length > 0 ? named : facts.servers.length === 1 && only?.namesItself === false ? [only] : []
  const [first] = candidates
  if (first === undefined) return unknown('no measured server answers to the advertised name')
  if (candidates.some((server) => !server.runsAlways)) return unknown('whether that server is started is not measured')
  if (candidates.some((server) => describeServer(server) !== describeServer(first)))
    return unknown('several servers answer to the advertised name, each with its own weights')
  const { model, alterations } = first
  if (alterations.length > 0) return unknown(`the server is started with ${alterations.slice(0, 3).join(', ')}`)
  if (model === null) return unknown('the model is not named literally')
  if (!isRepository(model) && !model.startsWith('/'))
    return unknown('the model is named by neither repository nor path')
  return { kind: 'server', server: { ...first, model } }
}

/** A server's weights for people: repository, revision, quantisation. */
export function describeServer({ model, revision, quantization }: ModelServer): string {
  const at = revision === null ? 'revision not pinned' : `revision ${revision}`
  return `${model ?? 'a model not named literally'} (${at}${quantization === null ? '' : `, --quantization ${quantization}`})`
}
