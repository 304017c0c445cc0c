/** A time-out, too early, too many requests: from a server, or from a proxy before it. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429])

/** Whether an answer with this status may be another one later. */
export const isTransientStatus = (status: number): boolean => status >= 500 || TRANSIENT.has(status)
