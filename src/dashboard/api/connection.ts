/** The event stream, kept open: read with `fetch` because only that can carry a token. */
import type { Access } from "./Api.ts"
import { headersOf } from "./Api.ts"
import { makeEventParser, type ServerEvent } from "./eventParser.ts"
import { readReply } from "./readReply.ts"
import { isDone } from "./shapes.ts"

export interface Listener {
  /** The stream is open; everything may have changed meanwhile. */
  readonly opened: () => void
  readonly event: (event: ServerEvent) => void
  /** The connection is gone. The next attempt begins `retryInMs` from now. */
  readonly lost: (problem: string, retryInMs: number) => void
  /** The controller wants a token, or another one. Nothing is tried until `again`. */
  readonly locked: () => void
}

export interface Connection {
  /** Tries at once, instead of waiting for the next attempt. */
  readonly again: () => void
  readonly close: () => void
}

const FIRST_WAIT_MS = 1000
const WAIT_MS_MAX = 15_000
/** The controller says something every 15 s. Twice that, and a bit, is silence. */
const SILENCE_MS_MAX = 40_000

export const retryWaitMs = (failures: number, random: number): number =>
  Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10)) * (0.8 + 0.4 * random)

type StreamEnd = { readonly tag: "locked" } | { readonly tag: "lost"; readonly problem: string }

const lost = (problem: string): StreamEnd => ({ tag: "lost", problem })

/** Reads until the stream ends, and says why it ended. */
const listen = async (access: Access, listener: Listener, given: AbortSignal): Promise<StreamEnd> => {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), SILENCE_MS_MAX)
  try {
    const answer = await access.fetch("/api/v3/events", {
      cache: "no-store",
      headers: { accept: "text/event-stream", ...headersOf(access.token()) },
      signal: AbortSignal.any([given, silence.signal])
    })
    if (!answer.ok || answer.body === null) {
      const read = readReply(answer.status, await answer.text(), isDone)
      if (read.ok) return lost("the controller sent no events")
      return read.problem.kind === "token" ? { tag: "locked" } : lost(read.problem.message)
    }
    listener.opened()
    const parse = makeEventParser()
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- the next piece comes after this one
      const { done, value } = await reader.read()
      if (done) return lost("the controller closed the connection")
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE_MS_MAX)
      for (const event of parse(value)) listener.event(event)
    }
  } catch {
    return lost(silence.signal.aborted ? "the controller went silent" : "the controller does not answer")
  } finally {
    clearTimeout(timer)
  }
}

export const connect = (access: Access, listener: Listener): Connection => {
  let closed = false
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let current: AbortController | undefined

  const begin = async (): Promise<void> => {
    clearTimeout(timer)
    const own = new AbortController()
    current?.abort()
    current = own
    const heard = { ...listener, opened: () => ((failures = 0), listener.opened()) }
    const ended = await listen(access, heard, own.signal)
    if (closed || current !== own) return
    if (ended.tag === "locked") return listener.locked()
    failures += 1
    const waitMs = retryWaitMs(failures, Math.random())
    timer = setTimeout(() => void begin(), waitMs)
    listener.lost(ended.problem, waitMs)
  }

  void begin()
  return {
    again: () => void begin(),
    close: () => {
      closed = true
      clearTimeout(timer)
      current?.abort()
    }
  }
}
