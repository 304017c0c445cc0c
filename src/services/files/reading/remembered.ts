/** A memory of one entry: what was concluded from the very same inputs is the very same object again. */

/** `make`, which gives its last result again while each input is the same by `same`. */
export const remembered = <Inputs extends ReadonlyArray<unknown>, A>(
  make: (...inputs: Inputs) => A,
  same: (before: unknown, now: unknown) => boolean = Object.is
): ((...inputs: Inputs) => A) => {
  let last: { readonly inputs: Inputs; readonly result: A } | undefined
  return (...inputs) => {
    const before = last?.inputs
    if (last === undefined || !inputs.every((input, at) => same(before?.[at], input)))
      last = { inputs, result: make(...inputs) }
    return last.result
  }
}
