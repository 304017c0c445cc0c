/** Numbers from a seed, the same on every machine: a failure can be told by its seed alone. */

/** Mixes a text into 32 bits (FNV-1a with a final stir), so that seeds that look alike lead far apart. */
const stirred = (text: string, salt: number): number => {
  let hash = 0x811c9dc5 ^ salt
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** The generator `sfc32`: small, quick, and good enough that no two places see the same row of numbers. */
export class Random {
  #a: number
  #b: number
  #c: number
  #count = 1

  constructor(seed: string) {
    this.#a = stirred(seed, 1)
    this.#b = stirred(seed, 2)
    this.#c = stirred(seed, 3)
    for (let turn = 0; turn < 12; turn++) this.#next()
  }

  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#count) | 0
    this.#count = (this.#count + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A whole number from 0 up to, and not including, `below`; 0 where there is none. */
  int(below: number): number {
    return below < 1 ? 0 : this.#next() % below
  }

  /** Small numbers often, large ones sometimes: lengths and counts. */
  size(most: number): number {
    return this.int(2 ** this.int(1 + Math.ceil(Math.log2(most + 1)))) % (most + 1)
  }

  /** True once in `n` times. */
  oneIn(n: number): boolean {
    return this.int(n) === 0
  }

  pick<A>(from: readonly [A, ...ReadonlyArray<A>]): A {
    return from[this.int(from.length)] ?? from[0]
  }

  /** Calls one of `makers`. */
  choose<A>(makers: readonly [() => A, ...ReadonlyArray<() => A>]): A {
    return this.pick(makers)()
  }

  many<A>(count: number, make: (at: number) => A): ReadonlyArray<A> {
    return Array.from({ length: count }, (_, at) => make(at))
  }
}
