import type { AttackWords } from './attack.js'
import type { AttackName } from './stages.js'

const TRUE = 'true'
const BLOB = '["Blob of n bytes",null]'
const service = (allMatch: boolean) =>
  JSON.stringify({ success: true, signerVerification: { allMatch }, composeVerification: { passed: true } })

type Words = Omit<AttackWords, 'name'>

const ON_THE_WIRE: Record<'swapped-answer' | 'replayed-signature', Words> = {
  'swapped-answer': {
    title: 'Swapped answer',
    what: 'Somebody between provider and agent exchanges the text of the answer. Request, chat id and signature stay as they were.',
    why: 'processResponse takes a chat id and the token counts, not the answer. It fetches the signature that belongs to the chat id and sees that the key of the service made it. That is so: the signature is about the answer that was served, and nobody compares it with the one that came.',
    instead:
      'The signed text holds the digests of request and response. Both are made again from the bytes that the agent holds, and compared.',
    writtenAbout: [TRUE],
  },
  'replayed-signature': {
    title: 'Replayed signature',
    what: 'The provider answers and names the chat id of an earlier answer in its header. Its signature endpoint then serves the earlier, genuine signature.',
    why: 'processResponse asks for the signature under whatever chat id the provider named. The signature is genuine, so the answer is true. That it was made for another question and another answer is written in the signed text, which is not compared with anything.',
    instead:
      'The digests in the signed text are compared with those of this request and this response. On published bills one signature under two requests is looked for as well.',
    writtenAbout: [TRUE],
  },
}

const AT_THE_PROVIDER: Record<'another-model' | 'mock-key' | 'relay-sold-as-in-enclave' | 'over-billing', Words> = {
  'another-model': {
    title: 'Another model behind the advertised name',
    what: 'A genuine enclave runs known code, which serves quantised weights under the name of the full model.',
    why: 'processResponse sees a signature of the right key. verifyService compares the address that the report names with the one on chain, and the digest of the configuration with the one in the report’s own event log. Both agree. Which weights the configuration names is not read.',
    instead:
      'The measured configuration is read: the weights that it loads are compared with the ones that the service advertises on chain.',
    writtenAbout: [TRUE, service(true)],
  },
  'mock-key': {
    title: 'Mock key',
    what: 'The provider signs bills and answers with the key of the broker’s mock enclave, whose private half is public, and shows a report about another key.',
    why: 'For processResponse any key will do that stands on chain, and this one does. verifyService sees that the report names another address and says so among its details; its success is true all the same, since that only means that it came to an end.',
    instead:
      'Known public keys are listed with their source, and a signature by one of them proves nothing. The report must bind the key that signed.',
    writtenAbout: [TRUE, service(false)],
  },
  'relay-sold-as-in-enclave': {
    title: 'Relay sold as in-enclave',
    what: 'A service labelled TeeML passes each request on to a company’s endpoint outside. A genuine enclave signs what came back.',
    why: 'processResponse asks for the label to be a known one, and sees a signature of the right key. verifyService finds that the report names the key on chain and the configuration that was logged. Both are so for a relay too: neither says where the model ran.',
    instead:
      'The measured code is known, and known to be a relay. At best the outcome is “Relay verified”: it proves which endpoint was called, never which model ran.',
    writtenAbout: [TRUE, service(true)],
  },
  'over-billing': {
    title: 'Over-billing',
    what: 'The provider bills a third more for the output than its price list and its own published trail say.',
    why: 'processResponse makes an estimate from the token counts and adds it to a sum of its own. It never looks at the bill, and the amount on chain is compared with nothing.',
    instead:
      'The published requests are hashed again and their fees added up. Both are compared with what the provider signed and was paid.',
    writtenAbout: [TRUE],
  },
}

const AROUND: Record<'lying-storage-node' | 'stranger-spam', Words> = {
  'lying-storage-node': {
    title: 'Lying storage node',
    what: 'A storage node serves other bytes than the ones that the root on chain stands for. The trail itself is right.',
    why: 'The storage SDK has a parameter that asks for proof, set to true here. In this version the download does not look at it: what the node sends is handed over without an error.',
    instead:
      'The root is made again from the bytes that came. Wrong bytes are refused and the node is named as a faulty source; the provider is accused of nothing, and the next node is asked.',
    writtenAbout: [BLOB],
  },
  'stranger-spam': {
    title: 'A stranger’s spam',
    what: 'Somebody without any part in it anchors a trail with wrong fees for the agent’s bill, and sends bills in the agent’s name.',
    why: 'The storage SDK hands over what was anchored, and rightly so. Who anchored it, and for whom, is no question that it asks. processResponse is not touched by the spam: it knows neither bills nor trails. The right answer here is that nothing changes.',
    instead:
      'A file that recomputes to its root is not yet anybody’s word: a trail is attributed to whoever sent its transaction, and a stranger’s is listed as not used. Bills that the contract refused stand outside every share of the agent that they name.',
    writtenAbout: [BLOB, TRUE],
  },
}

const ALL: Record<AttackName, Words> = { ...ON_THE_WIRE, ...AT_THE_PROVIDER, ...AROUND }

/** Every attack in words, in the order in which they are listed. */
export const WORDS = Object.fromEntries(
  Object.entries(ALL).map(([name, words]) => [name, { name, ...words }]),
) as unknown as Record<AttackName, AttackWords>
