/** Opcodes that the contracts below need. */
const OPCODES: Record<string, string> = {
  stop: '00',
  add: '01',
  sub: '03',
  lt: '10',
  iszero: '15',
  and: '16',
  shr: '1c',
  calldataload: '35',
  calldatasize: '36',
  calldatacopy: '37',
  pop: '50',
  jump: '56',
  jumpi: '57',
  gas: '5a',
  push0: '5f',
  swap1: '90',
  call: 'f1',
  delegatecall: 'f4',
  staticcall: 'fa',
  revert: 'fd',
}

/** Assembles mnemonics; a number is pushed, `name:` marks a place to jump to and `@name` pushes it. */
function assemble(text: string): string {
  const tokens = text.trim().split(/\s+/)
  const bytes: string[] = []
  const labels: Record<string, number> = {}
  for (const token of tokens) {
    if (token.endsWith(':')) {
      labels[token.slice(0, -1)] = bytes.length
      bytes.push('5b')
    } else if (token.startsWith('@')) bytes.push('60', token)
    else if (/^\d+$/.test(token)) {
      const hex = Number(token).toString(16)
      bytes.push(...(hex.length > 2 ? ['61', hex.slice(0, 2), hex.slice(2)] : ['60', hex.padStart(2, '0')]))
    } else if (token.startsWith('dup')) bytes.push((0x7f + Number(token.slice(3))).toString(16))
    else if (token.startsWith('log')) bytes.push((0xa0 + Number(token.slice(3))).toString(16))
    else bytes.push(OPCODES[token] ?? `unknown ${token}`)
  }
  const code = bytes.map((byte) =>
    byte.startsWith('@') ? (labels[byte.slice(1)] ?? 0).toString(16).padStart(2, '0') : byte,
  )
  return `0x${code.join('')}`
}

/**
 * Code of a contract that makes the calls which its calldata lists ([address 20][length 2][data] each), one after another,
 * whatever becomes of them, and then stops or reverts.
 */
export function sequencerCode(kind: 'call' | 'delegatecall' | 'staticcall', reverts = false): string {
  return assemble(`
    push0
    loop: calldatasize dup2 lt iszero @end jumpi
    dup1 calldataload dup1 80 shr 65535 and
    dup1 dup4 22 add push0 calldatacopy
    push0 push0 dup3 push0 ${kind === 'call' ? 'push0 dup7' : 'dup6'} 96 shr
    gas ${kind} pop
    swap1 pop add 22 add @loop jump
    end: ${reverts ? 'push0 push0 revert' : 'stop'}`)
}

/** Code of a contract that emits one log: `topics` words of calldata, the rest is data. */
export function loggerCode(topics: number): string {
  const words = Array.from({ length: topics }, (_, n) => `${32 * (topics - 1 - n)} calldataload`).join(' ')
  return assemble(`
    ${32 * topics} calldatasize sub dup1 ${32 * topics} push0 calldatacopy
    ${words} dup${topics + 1} push0 log${topics} stop`)
}

/** One call of a sequencer. */
export interface Step {
  to: string
  data: string
}

/** Calldata of a sequencer. */
export function encodeSteps(steps: readonly Step[]): string {
  const parts = steps.map(({ to, data }) => {
    const bytes = data.slice(2)
    return to.slice(2) + (bytes.length / 2).toString(16).padStart(4, '0') + bytes
  })
  return `0x${parts.join('')}`
}

/** Address of the logger of so many topics; delegate to it to log in one's own name. */
export const loggerAddress = (topics: number) => `0x${'10'.repeat(19)}0${topics}`

/** A step that logs when a delegating sequencer makes it. */
export function logStep(topics: readonly string[], data = '0x'): Step {
  const words = topics.map((topic) => topic.slice(2)).join('')
  return { to: loggerAddress(topics.length), data: `0x${words}${data.slice(2)}` }
}

/** A topic that is easy to recognise. */
export const topic = (number: number) => `0x${number.toString(16).padStart(64, '0')}`
