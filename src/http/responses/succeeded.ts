/** Data in LEDMatrix's envelope, with a sentence about it where there is one. */
export const succeeded = <A>(data: A, message?: string) =>
  ({ status: "success", data, ...(message === undefined ? {} : { message }) }) as const

/** What was done, and nothing else. */
export const done = (message: string) => ({ status: "success", message }) as const
