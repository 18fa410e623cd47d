import type { Codec, Src } from '@subsquid/evm-codec'
import type { ChainLog } from '../chain'
import { HexSource } from './hexSource'

type Read = Pick<Codec<never, unknown>, 'decode'> & { indexed?: boolean }

interface Event<Fields> {
  params: Record<string, Read>
  is(log: ChainLog): boolean
  decode(log: ChainLog): Fields
}

interface Call<Fields> {
  args: Record<string, Read>
  is(input: string): boolean
  decode(input: string): Fields
}

const LOWER_HEX = /^0x[0-9a-f]*$/

/**
 * The fields of a log, as the event's own `decode` gives them. Whatever is not plain goes to that one, which says what is
 * wrong in words that raw logs keep.
 * @throws Error for another event's log, and for data that does not decode.
 */
export function decodeEvent<Fields>(event: Event<Fields>, log: ChainLog): Fields {
  const { topics, data } = log
  if (!event.is(log) || !LOWER_HEX.test(data)) return event.decode(log)
  try {
    const source = sourceOf(data, 2)
    const fields: Record<string, unknown> = {}
    let next = 1
    for (const name in event.params) {
      const param = event.params[name] as Read
      fields[name] = readFrom(param.indexed ? topicOf(topics[next++]) : source, param)
    }
    return fields as Fields
  } catch {
    return event.decode(log)
  }
}

/** The arguments of a call, likewise. @throws Error for another function's input, and for one that does not decode. */
export function decodeCall<Fields>(call: Call<Fields>, input: string): Fields {
  if (!call.is(input) || !LOWER_HEX.test(input)) return call.decode(input)
  try {
    const source = sourceOf(input, 10)
    const fields: Record<string, unknown> = {}
    for (const name in call.args) fields[name] = readFrom(source, call.args[name] as Read)
    return fields as Fields
  } catch {
    return call.decode(input)
  }
}

function readFrom(source: HexSource, codec: Read): unknown {
  return codec.decode(source as unknown as Src)
}

/** Half a byte at the end is none. */
function sourceOf(hex: string, from: number): HexSource {
  return new HexSource(hex, from, hex.length - (hex.length % 2))
}

function topicOf(topic: string | undefined): HexSource {
  if (topic === undefined || !LOWER_HEX.test(topic)) throw new RangeError('A topic is no hex.')
  return sourceOf(topic, 2)
}
