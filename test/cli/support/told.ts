/** What the program prints, answers and writes on one installation, kept to be looked through. */
import { assert } from "@effect/vitest"
import { filesBelow, found, type Straw } from "./haystack.ts"
import { startController, stopped } from "./controller.ts"
import { run } from "./program.ts"

export const TOKEN = "token-of-the-controller"

export const ROUTES = [
  "/api/v3/plugins/installed",
  "/api/v3/plugins/state",
  "/api/v3/plugins/store/list",
  "/api/v3/plugins/reconciliation-status",
  "/api/v3/plugins/operation/history",
  "/api/v3/plugins/clock/explain",
  "/api/v3/reconciler/status",
  "/api/v3/reconciler/passes",
  "/api/v3/history",
  "/readyz",
  "/metrics"
]

type Environment = Readonly<Record<string, string>>

export const toldOn = (root: string) => {
  const printed: Array<Straw> = []

  /** Runs one command. */
  const ask = async (line: string, more: ReadonlyArray<string> = [], env: Environment = {}) => {
    const ended = await run([...line.split(" "), "--root", root, ...more], { env })
    printed.push({ place: line, text: ended.stdout + ended.stderr })
    return ended
  }

  /** Runs several, one after the other. */
  const askAll = async (
    lines: ReadonlyArray<string>,
    more: ReadonlyArray<string> = [],
    env: Environment = {}
  ) => {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, on one directory
    for (const line of lines) await ask(line, more, env)
  }

  /** A controller with a token, and requests of it. */
  const serve = async (args: ReadonlyArray<string>, env: Environment = {}) => {
    const controller = startController(root, { args, env: { LEDMATRIX_TOKEN: TOKEN, ...env } })
    const address = (await controller.said("listening"))["address"]
    assert.isString(address)
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" }
    const asked = async (path: string, body?: unknown) => {
      const response = await fetch(`${String(address)}${path}`, {
        headers,
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) })
      })
      const text = await response.text()
      printed.push({ place: path, text: JSON.stringify([...response.headers]) + text })
      return text
    }
    const askedAll = async (paths: ReadonlyArray<string>) => {
      await Promise.all(paths.map((path) => asked(path)))
    }
    const end = async () => {
      await stopped(controller)
      printed.push(...controller.lines.map((line) => ({ place: "log", text: JSON.stringify(line) })))
    }
    return { asked, askedAll, end, said: controller.said }
  }

  return {
    ask,
    askAll,
    serve,
    /** Where any of the needles stands: in what was told, or in a file but those named. */
    leaks: (needles: ReadonlyArray<string>, but: ReadonlyArray<string> = []) =>
      found(needles, [...printed, ...filesBelow(root, but)])
  }
}
