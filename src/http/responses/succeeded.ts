/** Data in LEDMatrix's envelope. */
export const succeeded = <A>(data: A) => ({ status: "success", data }) as const
