/** Keccak-f[1600] (FIPS 202, section 3) as WebAssembly text, for one state in i64 or two states side by side in v128. */

/** Instructions of the two kinds of lane: `i64` holds a lane of one state, `v128` the same lane of two. */
const KINDS = {
  i64: {
    lane: 'i64',
    size: 8,
    xor: 'i64.xor',
    load: 'i64.load',
    store: 'i64.store',
    splat: 'i64.load',
    rotate: (value, bits) => `(i64.rotl ${value} (i64.const ${bits}))`,
    andNot: (keep, drop) => `(i64.and ${keep} (i64.xor ${drop} (i64.const -1)))`,
  },
  v128: {
    lane: 'v128',
    size: 16,
    xor: 'v128.xor',
    load: 'v128.load',
    store: 'v128.store',
    splat: 'v128.load64_splat',
    rotate: (value, bits) =>
      `(v128.or (i64x2.shl (local.tee $t ${value}) (i32.const ${bits})) (i64x2.shr_u (local.get $t) (i32.const ${64 - bits})))`,
    andNot: (keep, drop) => `(v128.andnot ${keep} ${drop})`,
  },
}

const ROUNDS = 24

/** The round constants, by the shift register of the standard. @returns {bigint[]} */
export function roundConstants() {
  let register = 1
  const nextBit = () => {
    const bit = register & 1
    register = register & 0x80 ? ((register << 1) ^ 0x171) & 0xff : (register << 1) & 0xff
    return bit
  }
  return Array.from({ length: ROUNDS }, () => {
    let constant = 0n
    for (let j = 0; j <= 6; j++) if (nextBit()) constant |= 1n << (2n ** BigInt(j) - 1n)
    return constant
  })
}

/** Rotation of each lane, index x + 5y. @returns {number[]} */
function rotations() {
  const offsets = new Array(25).fill(0)
  let [x, y] = [1, 0]
  for (let t = 0; t < 24; t++) {
    offsets[x + 5 * y] = (((t + 1) * (t + 2)) / 2) % 64
    ;[x, y] = [y, (2 * x + 3 * y) % 5]
  }
  return offsets
}

/**
 * A function without parameters that permutes the state at address `state`, lane n at `state + n * size`.
 * @param {string} name @param {'i64' | 'v128'} kind @param {{ state: number, constants: number }} at addresses
 */
export function permutation(name, kind, at) {
  const k = KINDS[kind]
  const lanes = [...Array(25).keys()]
  const locals = [
    ...lanes.flatMap((n) => [`$a${n}`, `$e${n}`]),
    ...[0, 1, 2, 3, 4].flatMap((x) => [`$c${x}`, `$d${x}`]),
  ]
  return `
  (func ${name}
    (local $round i32) (local $t ${k.lane})
    ${[...locals, '$b0', '$b1', '$b2', '$b3', '$b4'].map((local) => `(local ${local} ${k.lane})`).join(' ')}
    ${lanes.map((n) => `(local.set $a${n} (${k.load} (i32.const ${at.state + n * k.size})))`).join('\n    ')}
    (loop $rounds
      ${round(k, 'a', 'e', at.constants)}
      ${round(k, 'e', 'a', at.constants + 8)}
      (br_if $rounds (i32.lt_u (local.tee $round (i32.add (local.get $round) (i32.const 16))) (i32.const ${ROUNDS * 8})))
    )
    ${lanes.map((n) => `(${k.store} (i32.const ${at.state + n * k.size}) (local.get $a${n}))`).join('\n    ')}
  )`
}

/** One round, from the locals `from` into the locals `to`; `$round` counts bytes of constants. */
function round(k, from, to, constants) {
  const get = (name) => `(local.get $${name})`
  const xor = (first, ...rest) => rest.reduce((left, right) => `(${k.xor} ${left} ${right})`, first)
  const offsets = rotations()
  const lines = []
  for (let x = 0; x < 5; x++)
    lines.push(`(local.set $c${x} ${xor(...[0, 5, 10, 15, 20].map((row) => get(`${from}${x + row}`)))})`)
  for (let x = 0; x < 5; x++)
    lines.push(`(local.set $d${x} ${xor(get(`c${(x + 4) % 5}`), k.rotate(get(`c${(x + 1) % 5}`), 1))})`)
  for (let y = 0; y < 5; y++) {
    // Lane (x, y) of the new plane comes from lane (x + 3y, x) of the old state.
    for (let x = 0; x < 5; x++) {
      const column = (x + 3 * y) % 5
      const source = column + 5 * x
      const mixed = xor(get(`${from}${source}`), get(`d${column}`))
      lines.push(`(local.set $b${x} ${source === 0 ? mixed : k.rotate(mixed, offsets[source])})`)
    }
    for (let x = 0; x < 5; x++) {
      const chi = xor(get(`b${x}`), k.andNot(get(`b${(x + 2) % 5}`), get(`b${(x + 1) % 5}`)))
      const iota = x + y === 0 ? xor(chi, `(${k.splat} offset=${constants} (local.get $round))`) : chi
      lines.push(`(local.set $${to}${x + 5 * y} ${iota})`)
    }
  }
  return lines.join('\n      ')
}
