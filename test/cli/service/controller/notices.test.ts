// The controller under a service manager: by the program that systemd brings for the purpose, and where this
// machine has what it takes, through a real socket.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { chmodSync, existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { killAll, startController, stopped, until } from "../../support/controller.ts"
import { has } from "../../../support/vitest/otherPrograms.ts"
import { healthyRoot, removed, write } from "../../support/program.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
})

afterEach(() => {
  killAll()
  removed(root)
})

const path = () => process.env["PATH"] ?? ""

/** A `systemd-notify` that writes down what it was told, one notice a line, and does no more. */
const recorder = (script = "") => {
  const file = join(root, "bin/systemd-notify")
  const record = join(root, "notices")
  write(root, "bin/systemd-notify", `#!/bin/sh\necho "$NOTIFY_SOCKET $*" >>'${record}'\n${script}\n`)
  chmodSync(file, 0o755)
  return {
    env: { PATH: `${join(root, "bin")}:${path()}`, NOTIFY_SOCKET: "@sign/notify" },
    notices: (): ReadonlyArray<string> =>
      existsSync(record) ? readFileSync(record, "utf8").trimEnd().split("\n") : []
  }
}

/** What a number comes to once it stays the same for several times as long as a notice takes to follow another. */
const settled = async (count: () => number): Promise<number> => {
  let seen = count()
  let same = 0
  await until(() => {
    const now = count()
    same = now === seen ? same + 1 : 0
    seen = now
    return same > 30
  })
  return seen
}

describe("under a service manager the controller", () => {
  it("says that it is ready when it answers, and that it stops", async () => {
    const { env, notices } = recorder()
    const controller = startController(root, { args: ["--offline"], env })
    await controller.said("listening")
    await until(() => notices().length > 1)
    await stopped(controller)
    assert.match(notices()[0] ?? "", /^@sign\/notify READY=1 STATUS=the first pass is under way$/u)
    assert.include(notices(), "@sign/notify STATUS=in sync")
    assert.strictEqual(notices().at(-1), "@sign/notify STOPPING=1 STATUS=stopping")
  })

  it("says that it is alive while its event loop turns, and no more when that hangs", async () => {
    const { env, notices } = recorder()
    const alive = () => notices().filter((notice) => notice.includes("WATCHDOG=1")).length
    const controller = startController(root, {
      args: ["--offline"],
      env: { ...env, WATCHDOG_USEC: "200000" }
    })
    await until(() => alive() > 3)
    controller.child.kill("SIGSTOP")
    const before = await settled(alive)
    controller.child.kill("SIGCONT")
    await until(() => alive() > before)
    await stopped(controller)
  })

  it("does not feed a watchdog that is for another process", async () => {
    const { env, notices } = recorder()
    const controller = startController(root, {
      args: ["--offline"],
      env: { ...env, WATCHDOG_USEC: "200000", WATCHDOG_PID: "1" }
    })
    await until(() => notices().some((notice) => notice.includes("in sync")))
    await stopped(controller)
    assert.notInclude(notices().join("\n"), "WATCHDOG")
  })

  it("works on where it cannot be notified, and says so once", async () => {
    const { env } = recorder("echo no such socket >&2; exit 1")
    const controller = startController(root, {
      args: ["--offline"],
      env: { ...env, WATCHDOG_USEC: "200000" }
    })
    const line = await controller.said("the service manager could not be notified")
    assert.strictEqual(line["problem"], "systemd-notify: no such socket")
    await controller.said("pass ended")
    assert.strictEqual((await stopped(controller)).code, 0)
    const told = controller.lines.filter(({ message }) => message === line.message)
    assert.lengthOf(told, 1)
  })

  it("ends in time where the manager does not take the last notice", async () => {
    const { env, notices } = recorder('case "$*" in STOPPING*) exec sleep 60;; esac')
    const controller = startController(root, { args: ["--offline"], env })
    await until(() => notices().length > 0)
    assert.strictEqual((await stopped(controller)).code, 0)
    assert.strictEqual(controller.lines.at(-1)?.message, "stopped")
  })
})

const RECEIVER = `
import socket, sys
end = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
end.bind(sys.argv[1])
print("bound", flush=True)
while True:
    print(end.recv(4096).decode(), flush=True)
`

describe.runIf(has("python3") && has("systemd-notify"))("through a real socket", () => {
  it("the notices arrive as systemd reads them", async () => {
    const socket = join(root, "notify")
    const receiver = spawn("python3", ["-c", RECEIVER, socket], { stdio: ["ignore", "pipe", "ignore"] })
    let got = ""
    receiver.stdout.on("data", (piece: Buffer) => (got += piece.toString()))
    await until(() => got.includes("bound"))
    const env = { NOTIFY_SOCKET: socket, WATCHDOG_USEC: "2000000" }
    const controller = startController(root, { args: ["--offline"], env })
    await until(() => ["READY=1", "WATCHDOG=1", "STATUS=in sync"].every((part) => got.includes(part)))
    assert.strictEqual((await stopped(controller)).code, 0)
    receiver.kill()
    assert.include(got, "STOPPING=1\nSTATUS=stopping")
  })
})
