/** Server-sent events out of text that comes in pieces of any size. */

export interface ServerEvent {
  readonly event: string
  readonly data: string
}

/** A server that sends one endless line is not ours. */
const LINE_LENGTH_MAX = 32 * 1024 * 1024

/** Takes the next piece of text, gives the events that are whole by then. Comments come to nothing. */
export const makeEventParser = (): ((piece: string) => ReadonlyArray<ServerEvent>) => {
  let pending = ""
  let event = "message"
  let data: Array<string> = []

  const line = (text: string): ServerEvent | undefined => {
    if (text === "") {
      const whole = data.length === 0 ? undefined : { event, data: data.join("\n") }
      event = "message"
      data = []
      return whole
    }
    const colon = text.indexOf(":")
    const field = colon === -1 ? text : text.slice(0, colon)
    const value = colon === -1 ? "" : text.slice(colon + 1).replace(/^ /u, "")
    if (field === "event") event = value
    if (field === "data") data.push(value)
    return undefined
  }

  return (piece) => {
    const lines = (pending + piece).split("\n")
    pending = (lines.pop() ?? "").slice(0, LINE_LENGTH_MAX)
    return lines.flatMap((text) => line(text.replace(/\r$/u, "")) ?? [])
  }
}
