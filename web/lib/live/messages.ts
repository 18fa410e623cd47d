/** One server-sent event. A message may carry an id alone, as a place to resume from. */
export interface Message {
  id: string | undefined
  event: string
  data: string
}

/** No message of the API comes near this; a longer one is a fault, not an event. Characters. */
const MAX_MESSAGE = 64 * 1024

/** Takes a stream of server-sent events apart, however its text was cut on the way. Comments are left out. */
export class MessageReader {
  #rest = ''

  /**
   * The messages that a piece of text completes.
   * @throws RangeError for one that does not end.
   */
  read(text: string): Message[] {
    const blocks = (this.#rest + text).replaceAll('\r\n', '\n').split('\n\n')
    this.#rest = blocks.pop() ?? ''
    if (this.#rest.length > MAX_MESSAGE) throw new RangeError(`An event has more than ${MAX_MESSAGE} characters.`)
    return blocks.flatMap(readBlock)
  }
}

function readBlock(block: string): Message[] {
  const message: Message = { id: undefined, event: 'message', data: '' }
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    const [name, value] = colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')]
    if (name === 'id') message.id = value
    if (name === 'event') message.event = value
    if (name === 'data') message.data += message.data === '' ? value : `\n${value}`
  }
  return message.id === undefined && message.data === '' ? [] : [message]
}
