/** Requests per second of the built controller beside those of a bare server that answers the same bytes. */
import { spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { connect, type Socket } from "node:net"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import type { Fixture } from "../fixture.ts"
import { type Figure, median } from "../measure.ts"

const BIN = fileURLToPath(new URL("../../../../dist/cli/bin.js", import.meta.url))

/** Everything an HTTP server needs, and nothing else. */
const BARE = `
const { createServer } = require("node:http")
const body = require("node:fs").readFileSync(process.argv[1])
createServer((_, response) => {
  response.setHeader("content-type", "application/json")
  response.end(body)
}).listen(Number(process.argv[2]), "127.0.0.1")
`

const PATH = "/api/v3/plugins/installed"
const CONNECTIONS = 8
const ROUNDS = 7
const ROUND_MS = 1000

const END_OF_HEAD = Buffer.from("\r\n\r\n")

/** One request after the other on one connection, for as long as `open` says; how many were answered. */
const hammer = (port: number, open: () => boolean): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = `GET ${PATH} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`
    const socket: Socket = connect(port, "127.0.0.1", () => socket.write(request))
    let answered = 0
    let missing = 0
    socket.on("data", (chunk: Buffer) => {
      let rest = chunk.byteLength
      if (missing === 0) {
        const end = chunk.indexOf(END_OF_HEAD)
        const head = chunk.toString("latin1", 0, end)
        if (!head.startsWith("HTTP/1.1 200")) reject(new Error(head))
        missing = Number(/content-length: (\d+)/iu.exec(head)?.[1])
        rest -= end + END_OF_HEAD.byteLength
      }
      missing -= rest
      if (missing > 0) return
      answered += 1
      if (open()) socket.write(request)
      else socket.end(() => resolve(answered))
    })
    socket.on("error", reject)
  })

const perSecond = async (port: number): Promise<number> => {
  const until = performance.now() + ROUND_MS
  const counts = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => hammer(port, () => performance.now() < until))
  )
  return counts.reduce((sum, count) => sum + count, 0) / (ROUND_MS / 1000)
}

const answering = async (port: number): Promise<string> => {
  for (let attempt = 0; ; attempt++) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      return await (await fetch(`http://127.0.0.1:${port}${PATH}`)).text()
    } catch (error) {
      if (attempt > 100) throw error
      // oxlint-disable-next-line no-await-in-loop -- as above
      await sleep(100)
    }
  }
}

export const requestFigures = async ({ root }: Fixture): Promise<ReadonlyArray<Figure>> => {
  const [ourPort, barePort] = [5291, 5292]
  const args = ["controller", "--root", root, "--offline", "--port", String(ourPort), "--log-level", "error"]
  const ours = spawn(process.execPath, [BIN, ...args], { stdio: "ignore" })
  const body = join(root, "answer.json")
  try {
    writeFileSync(body, await answering(ourPort))
    const bare = spawn(process.execPath, ["-e", BARE, body, String(barePort)], { stdio: "ignore" })
    try {
      await answering(barePort)
      const rates: Array<readonly [number, number]> = []
      for (let round = -1; round < ROUNDS; round++) {
        // oxlint-disable-next-line no-await-in-loop -- in turn, so that noise hits both
        const rate = [await perSecond(ourPort), await perSecond(barePort)] as const
        if (round >= 0) rates.push(rate)
      }
      const [a, b] = [median(rates.map(([rate]) => rate)), median(rates.map(([, rate]) => rate))]
      return [
        {
          name: "requests per second of a bare server / of plugins/installed, 200 plugins",
          value: b / a,
          limit: 2,
          detail: `${a.toFixed(0)}/s, bare ${b.toFixed(0)}/s`
        }
      ]
    } finally {
      bare.kill()
    }
  } finally {
    ours.kill()
  }
}
