/** What was seen of all signs, as figures with their limits. */
import type { Seen } from "./simulate.ts"

interface Judged {
  readonly name: string
  readonly shown: string
  readonly holds: boolean
}

export const together = (parts: ReadonlyArray<Seen>): Seen => {
  const sum = (of: (part: Seen) => number): number => parts.reduce((total, part) => total + of(part), 0)
  const [first] = parts
  return {
    requests: (first?.requests ?? []).map((_, second) => sum(({ requests }) => requests[second] ?? 0)),
    idle: {
      requests: sum(({ idle }) => idle.requests),
      documents: sum(({ idle }) => idle.documents),
      bytes: sum(({ idle }) => idle.bytes)
    },
    reached: parts.flatMap(({ reached }) => reached),
    tried: { below: sum(({ tried }) => tried.below), others: sum(({ tried }) => tried.others) },
    below: sum(({ below }) => below),
    back: { below: sum(({ back }) => back.below), others: sum(({ back }) => back.others) },
    former: sum(({ former }) => former),
    heapBytes: sum(({ heapBytes }) => heapBytes)
  }
}

const BUSIEST_MAX = 2
const KB = 1000
const DAY_KB_MAX = 200

/** All but how even the load is, which only many signs show. */
export const judged = (seen: Seen, idleMinutes: number): ReadonlyArray<Judged> => {
  const { back, below, former, idle, reached, tried } = seen
  const signs = reached.length
  const last = reached.reduce((most, seconds) => Math.max(most, seconds), 0)
  const missed = reached.filter((seconds) => seconds < 0).length
  const dayKB = (idle.bytes / signs / KB) * ((24 * 60) / idleMinutes)
  return [
    {
      name: "signs that a new revision reaches within two polls",
      shown: `${signs - missed} of ${signs}, the last after ${last.toFixed(0)} s of 600`,
      holds: missed === 0 && last <= 600
    },
    {
      name: "bytes for each sign and day without a change, headers included",
      shown: `${dayKB.toFixed(0)} KB of at most ${DAY_KB_MAX}: ${idle.requests} requests in ${idleMinutes} minutes, ${(idle.bytes / idle.requests).toFixed(0)} bytes each, ${idle.documents} of them answered with a document`,
      holds: dayKB <= DAY_KB_MAX && idle.documents === 0
    },
    {
      name: "signs below the share that tried the harmful revision",
      shown: `${tried.below} of ${below} (${((100 * below) / signs).toFixed(2)} %)`,
      holds: tried.below === below && below > 0
    },
    {
      name: "of those: cards that are byte for byte as before, after the time to settle",
      shown: `${back.below} of ${below}`,
      holds: back.below === below
    },
    {
      name: "other signs that moved",
      shown: `${tried.others} tried it, ${signs - below - back.others} of ${signs - below} changed anything`,
      holds: tried.others === 0 && back.others === signs - below
    },
    {
      name: "signs that keep to the former revision in the end",
      shown: `${former} of ${signs}`,
      holds: former === signs
    }
  ]
}

/** Over the whole time, from the first sign on. */
export const evenness = ({ requests }: Seen): Judged => {
  const mean = requests.reduce((sum, one) => sum + one, 0) / requests.length
  const busiest = requests.reduce((most, one) => Math.max(most, one), 0)
  return {
    name: "the server's busiest second, against the mean",
    shown: `${busiest} requests, against ${mean.toFixed(1)}: ${(busiest / mean).toFixed(2)} times of at most ${BUSIEST_MAX}`,
    holds: busiest <= BUSIEST_MAX * mean
  }
}
