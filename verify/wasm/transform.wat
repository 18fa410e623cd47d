;; Arithmetic modulo r, the order of the BN254 groups, and the stages of a radix-2 Fourier transform over it.
;; r = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001
;; A number is 32 bytes, little-endian, and below r. Multiplication is Montgomery's with R = 2^256, so one factor is
;; kept as x * R mod r: powers are, data is not. Then data needs no conversion, neither when it comes nor when it goes.
;; Pointers are byte offsets. The 32 bytes at offset 0 are scratch.
(module
  (memory (export "memory") 0)

  ;; Number of the value r0..r3 (64-bit words, below 2r) to dst, r subtracted once where it is not below r.
  (func $store_reduced (param $dst i32) (param $r0 i64) (param $r1 i64) (param $r2 i64) (param $r3 i64)
    (local $s0 i64) (local $s1 i64) (local $s2 i64) (local $s3 i64) (local $d i64) (local $borrow i64)
    (local.set $s0 (i64.sub (local.get $r0) (i64.const 0x43e1f593f0000001)))
    (local.set $borrow (i64.extend_i32_u (i64.lt_u (local.get $r0) (i64.const 0x43e1f593f0000001))))
    (local.set $d (i64.sub (local.get $r1) (i64.const 0x2833e84879b97091)))
    (local.set $s1 (i64.sub (local.get $d) (local.get $borrow)))
    (local.set $borrow (i64.extend_i32_u (i32.or
      (i64.lt_u (local.get $r1) (i64.const 0x2833e84879b97091))
      (i64.lt_u (local.get $d) (local.get $borrow)))))
    (local.set $d (i64.sub (local.get $r2) (i64.const 0xb85045b68181585d)))
    (local.set $s2 (i64.sub (local.get $d) (local.get $borrow)))
    (local.set $borrow (i64.extend_i32_u (i32.or
      (i64.lt_u (local.get $r2) (i64.const 0xb85045b68181585d))
      (i64.lt_u (local.get $d) (local.get $borrow)))))
    (local.set $d (i64.sub (local.get $r3) (i64.const 0x30644e72e131a029)))
    (local.set $s3 (i64.sub (local.get $d) (local.get $borrow)))
    (local.set $borrow (i64.extend_i32_u (i32.or
      (i64.lt_u (local.get $r3) (i64.const 0x30644e72e131a029))
      (i64.lt_u (local.get $d) (local.get $borrow)))))
    (i64.store offset=0 (local.get $dst)
      (select (local.get $r0) (local.get $s0) (i64.ne (local.get $borrow) (i64.const 0))))
    (i64.store offset=8 (local.get $dst)
      (select (local.get $r1) (local.get $s1) (i64.ne (local.get $borrow) (i64.const 0))))
    (i64.store offset=16 (local.get $dst)
      (select (local.get $r2) (local.get $s2) (i64.ne (local.get $borrow) (i64.const 0))))
    (i64.store offset=24 (local.get $dst)
      (select (local.get $r3) (local.get $s3) (i64.ne (local.get $borrow) (i64.const 0))))
  )

  ;; dst = a + b. The sum of two numbers is below 2^255: its top word does not overflow.
  (func $add (export "add") (param $dst i32) (param $a i32) (param $b i32)
    (local $s0 i64) (local $s1 i64) (local $s2 i64) (local $s3 i64) (local $x i64) (local $d i64) (local $carry i64)
    (local.set $x (i64.load (local.get $a)))
    (local.set $s0 (i64.add (local.get $x) (i64.load (local.get $b))))
    (local.set $carry (i64.extend_i32_u (i64.lt_u (local.get $s0) (local.get $x))))
    (local.set $x (i64.load offset=8 (local.get $a)))
    (local.set $d (i64.add (local.get $x) (i64.load offset=8 (local.get $b))))
    (local.set $s1 (i64.add (local.get $d) (local.get $carry)))
    (local.set $carry (i64.extend_i32_u (i32.or
      (i64.lt_u (local.get $d) (local.get $x))
      (i64.lt_u (local.get $s1) (local.get $d)))))
    (local.set $x (i64.load offset=16 (local.get $a)))
    (local.set $d (i64.add (local.get $x) (i64.load offset=16 (local.get $b))))
    (local.set $s2 (i64.add (local.get $d) (local.get $carry)))
    (local.set $carry (i64.extend_i32_u (i32.or
      (i64.lt_u (local.get $d) (local.get $x))
      (i64.lt_u (local.get $s2) (local.get $d)))))
    (local.set $x (i64.load offset=24 (local.get $a)))
    (local.set $d (i64.add (local.get $x) (i64.load offset=24 (local.get $b))))
    (local.set $s3 (i64.add (local.get $d) (local.get $carry)))
    (call $store_reduced (local.get $dst) (local.get $s0) (local.get $s1) (local.get $s2) (local.get $s3)))

  ;; dst = a - b, r added where the difference is negative.
  (func $sub (export "sub") (param $dst i32) (param $a i32) (param $b i32)
    (local $s0 i64) (local $s1 i64) (local $s2 i64) (local $s3 i64)
    (local $x i64) (local $y i64) (local $d i64) (local $carry i64) (local $mask i64)
    (local.set $x (i64.load (local.get $a)))
    (local.set $y (i64.load (local.get $b)))
    (local.set $s0 (i64.sub (local.get $x) (local.get $y)))
    (local.set $carry (i64.extend_i32_u (i64.lt_u (local.get $x) (local.get $y))))
    (local.set $x (i64.load offset=8 (local.get $a)))
    (local.set $y (i64.load offset=8 (local.get $b)))
    (local.set $d (i64.sub (local.get $x) (local.get $y)))
    (local.set $s1 (i64.sub (local.get $d) (local.get $carry)))
    (local.set $carry (i64.extend_i32_u (i32.or
      (i64.lt_u (local.get $x) (local.get $y))
      (i64.lt_u (local.get $d) (local.get $carry)))))
    (local.set $x (i64.load offset=16 (local.get $a)))
    (local.set $y (i64.load offset=16 (local.get $b)))
    (local.set $d (i64.sub (local.get $x) (local.get $y)))
    (local.set $s2 (i64.sub (local.get $d) (local.get $carry)))
    (local.set $carry (i64.extend_i32_u (i32.or
      (i64.lt_u (local.get $x) (local.get $y))
      (i64.lt_u (local.get $d) (local.get $carry)))))
    (local.set $x (i64.load offset=24 (local.get $a)))
    (local.set $y (i64.load offset=24 (local.get $b)))
    (local.set $d (i64.sub (local.get $x) (local.get $y)))
    (local.set $s3 (i64.sub (local.get $d) (local.get $carry)))
    (local.set $carry (i64.extend_i32_u (i32.or
      (i64.lt_u (local.get $x) (local.get $y))
      (i64.lt_u (local.get $d) (local.get $carry)))))
    ;; All ones where r is to be added, zero elsewhere.
    (local.set $mask (i64.sub (i64.const 0) (local.get $carry)))
    (local.set $y (i64.and (local.get $mask) (i64.const 0x43e1f593f0000001)))
    (local.set $s0 (i64.add (local.get $s0) (local.get $y)))
    (local.set $carry (i64.extend_i32_u (i64.lt_u (local.get $s0) (local.get $y))))
    (i64.store (local.get $dst) (local.get $s0))
    (local.set $y (i64.and (local.get $mask) (i64.const 0x2833e84879b97091)))
    (local.set $d (i64.add (local.get $s1) (local.get $y)))
    (local.set $s1 (i64.add (local.get $d) (local.get $carry)))
    (local.set $carry (i64.extend_i32_u (i32.or
      (i64.lt_u (local.get $d) (local.get $y))
      (i64.lt_u (local.get $s1) (local.get $d)))))
    (i64.store offset=8 (local.get $dst) (local.get $s1))
    (local.set $y (i64.and (local.get $mask) (i64.const 0xb85045b68181585d)))
    (local.set $d (i64.add (local.get $s2) (local.get $y)))
    (local.set $s2 (i64.add (local.get $d) (local.get $carry)))
    (local.set $carry (i64.extend_i32_u (i32.or
      (i64.lt_u (local.get $d) (local.get $y))
      (i64.lt_u (local.get $s2) (local.get $d)))))
    (i64.store offset=16 (local.get $dst) (local.get $s2))
    (local.set $y (i64.and (local.get $mask) (i64.const 0x30644e72e131a029)))
    (local.set $d (i64.add (local.get $s3) (local.get $y)))
    (local.set $s3 (i64.add (local.get $d) (local.get $carry)))
    (i64.store offset=24 (local.get $dst) (local.get $s3))
  )

  ;; dst = a * b / R, by 32-bit limbs: for each limb of a, t = (t + limb * b + m * r) / 2^32 with m chosen so that the
  ;; division leaves nothing. The top limb of r is below 2^31, so t never needs a ninth limb.
  (func $mul (export "mul") (param $dst i32) (param $a i32) (param $b i32)
    (local $t0 i64) (local $t1 i64) (local $t2 i64) (local $t3 i64) (local $t4 i64) (local $t5 i64) (local $t6 i64) (local $t7 i64)
    (local $b0 i64) (local $b1 i64) (local $b2 i64) (local $b3 i64) (local $b4 i64) (local $b5 i64) (local $b6 i64) (local $b7 i64)
    (local $x i64) (local $limb i64) (local $m i64) (local $high i64) (local $carry i64) (local $end i32)
    (local.set $b0 (i64.load32_u offset=0 (local.get $b)))
    (local.set $b1 (i64.load32_u offset=4 (local.get $b)))
    (local.set $b2 (i64.load32_u offset=8 (local.get $b)))
    (local.set $b3 (i64.load32_u offset=12 (local.get $b)))
    (local.set $b4 (i64.load32_u offset=16 (local.get $b)))
    (local.set $b5 (i64.load32_u offset=20 (local.get $b)))
    (local.set $b6 (i64.load32_u offset=24 (local.get $b)))
    (local.set $b7 (i64.load32_u offset=28 (local.get $b)))
    (local.set $end (i32.add (local.get $a) (i32.const 32)))
    (loop $limbs
      (local.set $limb (i64.load32_u (local.get $a)))
      (local.set $x (i64.add (local.get $t0) (i64.mul (local.get $limb) (local.get $b0))))
      (local.set $high (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.and (local.get $x) (i64.const 0xffffffff)))
      (local.set $m (i64.and (i64.mul (local.get $x) (i64.const 0xefffffff)) (i64.const 0xffffffff)))
      (local.set $carry (i64.shr_u
        (i64.add (local.get $x) (i64.mul (local.get $m) (i64.const 0xf0000001)))
        (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (local.get $t1) (local.get $high))
        (i64.mul (local.get $limb) (local.get $b1))))
      (local.set $high (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (i64.and (local.get $x) (i64.const 0xffffffff)) (local.get $carry))
        (i64.mul (local.get $m) (i64.const 0x43e1f593))))
      (local.set $t0 (i64.and (local.get $x) (i64.const 0xffffffff)))
      (local.set $carry (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (local.get $t2) (local.get $high))
        (i64.mul (local.get $limb) (local.get $b2))))
      (local.set $high (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (i64.and (local.get $x) (i64.const 0xffffffff)) (local.get $carry))
        (i64.mul (local.get $m) (i64.const 0x79b97091))))
      (local.set $t1 (i64.and (local.get $x) (i64.const 0xffffffff)))
      (local.set $carry (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (local.get $t3) (local.get $high))
        (i64.mul (local.get $limb) (local.get $b3))))
      (local.set $high (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (i64.and (local.get $x) (i64.const 0xffffffff)) (local.get $carry))
        (i64.mul (local.get $m) (i64.const 0x2833e848))))
      (local.set $t2 (i64.and (local.get $x) (i64.const 0xffffffff)))
      (local.set $carry (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (local.get $t4) (local.get $high))
        (i64.mul (local.get $limb) (local.get $b4))))
      (local.set $high (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (i64.and (local.get $x) (i64.const 0xffffffff)) (local.get $carry))
        (i64.mul (local.get $m) (i64.const 0x8181585d))))
      (local.set $t3 (i64.and (local.get $x) (i64.const 0xffffffff)))
      (local.set $carry (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (local.get $t5) (local.get $high))
        (i64.mul (local.get $limb) (local.get $b5))))
      (local.set $high (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (i64.and (local.get $x) (i64.const 0xffffffff)) (local.get $carry))
        (i64.mul (local.get $m) (i64.const 0xb85045b6))))
      (local.set $t4 (i64.and (local.get $x) (i64.const 0xffffffff)))
      (local.set $carry (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (local.get $t6) (local.get $high))
        (i64.mul (local.get $limb) (local.get $b6))))
      (local.set $high (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (i64.and (local.get $x) (i64.const 0xffffffff)) (local.get $carry))
        (i64.mul (local.get $m) (i64.const 0xe131a029))))
      (local.set $t5 (i64.and (local.get $x) (i64.const 0xffffffff)))
      (local.set $carry (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (local.get $t7) (local.get $high))
        (i64.mul (local.get $limb) (local.get $b7))))
      (local.set $high (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $x (i64.add
        (i64.add (i64.and (local.get $x) (i64.const 0xffffffff)) (local.get $carry))
        (i64.mul (local.get $m) (i64.const 0x30644e72))))
      (local.set $t6 (i64.and (local.get $x) (i64.const 0xffffffff)))
      (local.set $carry (i64.shr_u (local.get $x) (i64.const 32)))
      (local.set $t7 (i64.add (local.get $high) (local.get $carry)))
      (br_if $limbs (i32.ne
        (local.tee $a (i32.add (local.get $a) (i32.const 4)))
        (local.get $end))))
    (call $store_reduced (local.get $dst)
      (i64.or (local.get $t0) (i64.shl (local.get $t1) (i64.const 32)))
      (i64.or (local.get $t2) (i64.shl (local.get $t3) (i64.const 32)))
      (i64.or (local.get $t4) (i64.shl (local.get $t5) (i64.const 32)))
      (i64.or (local.get $t6) (i64.shl (local.get $t7) (i64.const 32))))
  )

  ;; count powers of base (as base * R) from dst on, first * base^i. dst must not hold base.
  (func (export "powers") (param $dst i32) (param $count i32) (param $first i32) (param $base i32)
    (local $previous i32)
    (memory.copy (local.get $dst) (local.get $first) (i32.const 32))
    (loop $next
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (if (i32.eqz (local.get $count)) (then (return)))
      (local.set $previous (local.get $dst))
      (local.set $dst (i32.add (local.get $dst) (i32.const 32)))
      (call $mul (local.get $dst) (local.get $previous) (local.get $base))
      (br $next)))

  ;; dst[i] = src[i] * first * base^rev(i), rev(i) being the bits of i in reverse: src is in bit-reversed order.
  ;; first and base are as x * R. The 32 bytes at offset 32 hold the running power. count is a power of two.
  (func (export "scale_reversed")
    (param $dst i32) (param $src i32) (param $count i32) (param $first i32) (param $base i32)
    (local $i i32) (local $reversed i32) (local $at i32)
    (memory.copy (i32.const 32) (local.get $first) (i32.const 32))
    (loop $next
      (local.set $at (i32.shl (local.get $reversed) (i32.const 5)))
      (call $mul
        (i32.add (local.get $dst) (local.get $at))
        (i32.add (local.get $src) (local.get $at))
        (i32.const 32))
      (call $mul (i32.const 32) (i32.const 32) (local.get $base))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      ;; Adding one flips the lowest bits of i up to its lowest set bit: the highest ones of its reverse.
      (local.set $reversed (i32.xor (local.get $reversed) (i32.sub (local.get $count) (i32.shr_u
        (local.get $count)
        (i32.add (i32.ctz (local.get $i)) (i32.const 1))))))
      (br_if $next (i32.lt_u (local.get $i) (local.get $count)))))

  ;; One stage of a decimation in frequency: natural order in, bit-reversed order out after stages count/2 ... 1.
  (func (export "stage_frequency")
    (param $data i32) (param $count i32) (param $twiddles i32) (param $half i32)
    (local $end i32) (local $block_end i32) (local $twiddle i32) (local $stride i32) (local $other i32)
    (local.set $stride (i32.mul (i32.div_u (local.get $count) (local.get $half)) (i32.const 16)))
    (local.set $end (i32.add (local.get $data) (i32.shl (local.get $count) (i32.const 5))))
    (local.set $half (i32.shl (local.get $half) (i32.const 5)))
    (loop $blocks
      (local.set $block_end (i32.add (local.get $data) (local.get $half)))
      (local.set $twiddle (local.get $twiddles))
      (loop $pairs
        (local.set $other (i32.add (local.get $data) (local.get $half)))
        (call $sub (i32.const 0) (local.get $data) (local.get $other))
        (call $add (local.get $data) (local.get $data) (local.get $other))
        (call $mul (local.get $other) (i32.const 0) (local.get $twiddle))
        (local.set $twiddle (i32.add (local.get $twiddle) (local.get $stride)))
        (br_if $pairs (i32.ne
          (local.tee $data (i32.add (local.get $data) (i32.const 32)))
          (local.get $block_end))))
      (br_if $blocks (i32.ne
        (local.tee $data (i32.add (local.get $data) (local.get $half)))
        (local.get $end)))))

  ;; One stage of a decimation in time: bit-reversed order in, natural order out after stages 1 ... count/2.
  (func (export "stage_time")
    (param $data i32) (param $count i32) (param $twiddles i32) (param $half i32)
    (local $end i32) (local $block_end i32) (local $twiddle i32) (local $stride i32) (local $other i32)
    (local.set $stride (i32.mul (i32.div_u (local.get $count) (local.get $half)) (i32.const 16)))
    (local.set $end (i32.add (local.get $data) (i32.shl (local.get $count) (i32.const 5))))
    (local.set $half (i32.shl (local.get $half) (i32.const 5)))
    (loop $blocks
      (local.set $block_end (i32.add (local.get $data) (local.get $half)))
      (local.set $twiddle (local.get $twiddles))
      (loop $pairs
        (local.set $other (i32.add (local.get $data) (local.get $half)))
        (call $mul (i32.const 0) (local.get $other) (local.get $twiddle))
        (call $sub (local.get $other) (local.get $data) (i32.const 0))
        (call $add (local.get $data) (local.get $data) (i32.const 0))
        (local.set $twiddle (i32.add (local.get $twiddle) (local.get $stride)))
        (br_if $pairs (i32.ne
          (local.tee $data (i32.add (local.get $data) (i32.const 32)))
          (local.get $block_end))))
      (br_if $blocks (i32.ne
        (local.tee $data (i32.add (local.get $data) (local.get $half)))
        (local.get $end)))))

  ;; count numbers from dst on, taken from every stride-th byte from src on.
  (func (export "gather") (param $dst i32) (param $src i32) (param $count i32) (param $stride i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $dst) (i32.shl (local.get $count) (i32.const 5))))
    (loop $next
      (memory.copy (local.get $dst) (local.get $src) (i32.const 32))
      (local.set $src (i32.add (local.get $src) (local.get $stride)))
      (br_if $next (i32.ne
        (local.tee $dst (i32.add (local.get $dst) (i32.const 32)))
        (local.get $end)))))
)
