/** Sets and maps whose members are asked for when somebody looks for them. */

export class AskedSet extends Set<string> {
  readonly #names: ReadonlyArray<string>
  readonly #holds: (name: string) => boolean

  constructor(names: ReadonlyArray<string>, holds: (name: string) => boolean) {
    super()
    this.#names = names
    this.#holds = holds
  }
  override has(name: string): boolean {
    return this.#names.includes(name) && this.#holds(name)
  }
  override get size(): number {
    return this.#names.filter(this.#holds).length
  }
  override *[Symbol.iterator](): SetIterator<string> {
    yield* this.#names.filter(this.#holds)
  }
}

export class AskedMap<A> extends Map<string, A> {
  readonly #names: ReadonlyArray<string>
  readonly #value: (name: string) => A | undefined
  readonly #holds: (name: string) => boolean

  /** `value` may give more than there is where that cannot be told from nothing. */
  constructor(
    names: ReadonlyArray<string>,
    value: (name: string) => A | undefined,
    holds: (name: string) => boolean
  ) {
    super()
    this.#names = names
    this.#value = value
    this.#holds = holds
  }
  override get(name: string): A | undefined {
    return this.#names.includes(name) ? this.#value(name) : undefined
  }
  override has(name: string): boolean {
    return this.#names.includes(name) && this.#holds(name)
  }
  override get size(): number {
    return this.#names.filter(this.#holds).length
  }
  override *keys(): MapIterator<string> {
    yield* this.#names.filter(this.#holds)
  }
  override *[Symbol.iterator](): MapIterator<[string, A]> {
    for (const name of this.keys()) {
      const value = this.#value(name)
      if (value !== undefined) yield [name, value]
    }
  }
}
