import { bytesOf, refusing, textOf } from './input.mjs'
import { fold } from './outcome.mjs'

export function contentOperations({ conclude, parseChatSignature, verifyResponseProof, verifyTrailFile }) {
  return {
    'response-proof': async ({ answer, request, response, trust }) => {
      const proof = await refusing(['ChatSignatureError'], () => parseChatSignature(textOf(answer, 'answer')))
      const { checks } = verifyResponseProof({
        ...proof,
        ...(request === undefined ? {} : { request: bytesOf(request, 'request') }),
        ...(response === undefined ? {} : { response: bytesOf(response, 'response') }),
        trust: JSON.parse(textOf(trust, 'trust')),
      })
      return fold(conclude({ kind: 'chat-signature' }, checks))
    },
    trail: ({ file, trust }) => {
      const { rejection, checks } = verifyTrailFile(bytesOf(file, 'file'), JSON.parse(textOf(trust, 'trust')))
      if (rejection !== null) return { outcome: 'refused', detail: `line ${rejection.line}: ${rejection.reason}` }
      return fold(conclude({ kind: 'trail' }, checks))
    },
  }
}
