/** The keccak-256 kernel as WebAssembly text: single messages, and Merkle trees of 0G Storage two hashes at a time. */
import { permutation, roundConstants } from './permutation.mjs'

const PAGE = 65_536
const CHUNK = 256
const RATE_LANES = 17

/** Where things lie in the memory of the kernel, in bytes. */
export const LAYOUT = {
  /** 24 round constants. */
  constants: 0,
  /** State of a single message. */
  single: 256,
  /** Two states, lane by lane side by side. */
  double: 512,
  /** Hashes of a tree: its leaves, then level by level its root. */
  hashes: 1024,
  /** What is hashed: up to a segment of 1024 chunks. */
  input: PAGE,
  inputBytes: 1024 * CHUNK,
}

/** @returns {string} the module. */
export function kernelText() {
  const { constants, single, double, input, inputBytes } = LAYOUT
  return `(module
  (memory (export "memory") ${(input + inputBytes) / PAGE})
  (data (i32.const ${constants}) "${roundConstants().map(toEscapedBytes).join('')}")
  ${permutation('$permute', 'i64', { state: single, constants })}
  ${permutation('$permutePair', 'v128', { state: double, constants })}
  ${absorb()}
  ${hashPair('$leafPair', CHUNK)}
  ${hashPair('$parentPair', 64)}
  ${level('$leaves', '$leafPair', CHUNK, input)}
  ${level('$parents', '$parentPair', 64, LAYOUT.hashes)}
  ${tree()}
)`
}

/** absorb(blocks): takes that many blocks of 136 bytes from the input into the single state. */
function absorb() {
  const lanes = [...Array(RATE_LANES).keys()].map((lane) => {
    const address = LAYOUT.single + 8 * lane
    return `(i64.store (i32.const ${address})
          (i64.xor (i64.load (i32.const ${address})) (i64.load offset=${LAYOUT.input + 8 * lane} (local.get $from))))`
  })
  return `
  (func (export "absorb") (param $blocks i32) (local $from i32)
    (loop $next
      ${lanes.join('\n      ')}
      (call $permute)
      (local.set $from (i32.add (local.get $from) (i32.const ${8 * RATE_LANES})))
      (br_if $next (local.tee $blocks (i32.sub (local.get $blocks) (i32.const 1))))
    )
  )`
}

/** name(left, right, to): keccak256 of the `size` bytes at two addresses, written at a third, 32 bytes each. */
function hashPair(name, size) {
  const lines = []
  const blocks = Math.floor(size / (8 * RATE_LANES)) + 1
  for (let block = 0; block < blocks; block++) {
    for (let lane = 0; lane < 25; lane++) {
      const at = `(i32.const ${LAYOUT.double + 16 * lane})`
      const word = lane < RATE_LANES ? paddedWord(block * RATE_LANES + lane, size, block === blocks - 1) : undefined
      if (block === 0) lines.push(`(v128.store ${at} ${word ?? constant(0n)})`)
      else if (word) lines.push(`(v128.store ${at} (v128.xor (v128.load ${at}) ${word}))`)
    }
    lines.push('(call $permutePair)')
  }
  for (let lane = 0; lane < 4; lane++) {
    const hash = `(v128.load (i32.const ${LAYOUT.double + 16 * lane}))`
    lines.push(`(v128.store64_lane offset=${8 * lane} 0 (local.get $to) ${hash})`)
    lines.push(`(v128.store64_lane offset=${8 * lane + 32} 1 (local.get $to) ${hash})`)
  }
  return `
  (func ${name} (param $left i32) (param $right i32) (param $to i32)
    ${lines.join('\n    ')}
  )`
}

/** Word n of both messages with Keccak's padding, 0x01 after the message and 0x80 at the end of the last block. */
function paddedWord(n, size, isLastBlock) {
  if (8 * n < size)
    return `(v128.load64_lane offset=${8 * n} 1 (local.get $right) (v128.load64_zero offset=${8 * n} (local.get $left)))`
  const first = 8 * n === size ? 1n : 0n
  const last = isLastBlock && n % RATE_LANES === RATE_LANES - 1 ? 1n << 63n : 0n
  return first + last === 0n ? undefined : constant(first + last)
}

/**
 * name(count): hashes that many messages lying one after the other from `from` on, two at a time. An odd last one is
 * hashed beside itself; its twin lands where nothing is read any more.
 */
function level(name, pair, size, from) {
  return `
  (func ${name} (param $count i32) (local $n i32) (local $left i32)
    (loop $next
      (local.set $left (i32.add (i32.const ${from}) (i32.mul (local.get $n) (i32.const ${size}))))
      (call ${pair}
        (local.get $left)
        (select
          (i32.add (local.get $left) (i32.const ${size}))
          (local.get $left)
          (i32.lt_u (i32.add (local.get $n) (i32.const 1)) (local.get $count)))
        (i32.add (i32.const ${LAYOUT.hashes}) (i32.mul (local.get $n) (i32.const 32))))
      (br_if $next (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 2))) (local.get $count)))
    )
  )`
}

/** tree(chunks): root of a perfect tree over the chunks of the input, a power of two; left as the first hash. */
function tree() {
  return `
  (func (export "tree") (param $count i32)
    (call $leaves (local.get $count))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $count) (i32.const 1)))
        (call $parents (local.tee $count (i32.shr_u (local.get $count) (i32.const 1))))
        (br $next)
      )
    )
  )`
}

function constant(word) {
  return `(v128.const i64x2 ${word} ${word})`
}

function toEscapedBytes(word) {
  return [...Array(8).keys()]
    .map((n) => `\\${((word >> BigInt(8 * n)) & 0xffn).toString(16).padStart(2, '0')}`)
    .join('')
}
