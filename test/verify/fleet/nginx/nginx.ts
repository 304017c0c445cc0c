/** Debian's nginx as a process, on a directory of its own; its log says who asked for what, and for how many bytes. */
import { spawn, spawnSync } from "node:child_process"
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { connect, createServer } from "node:net"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"

export const NGINX = process.env["NGINX"] ?? "/usr/sbin/nginx"

export const isNginxThere = (): boolean =>
  existsSync(NGINX) && spawnSync(NGINX, ["-v"], { stdio: "ignore" }).status === 0

/** A line of its log. */
export interface Logged {
  readonly second: number
  readonly sign: string
  readonly path: string
  readonly status: number
  /** Of request and answer, with their headers. */
  readonly bytes: number
}

const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]

const configuration = (directory: string, port: number): string => `
daemon off;
worker_processes 1;
pid ${directory}/nginx.pid;
error_log ${directory}/error.log;
events {}
http {
  types { application/json json; }
  log_format fleet '$msec $arg_sign $uri $status $request_length $bytes_sent';
  access_log ${directory}/access.log fleet;
${TEMPORARY.map((name) => `  ${name}_temp_path ${directory}/${name};`).join("\n")}
  server { listen 127.0.0.1:${port}; root ${directory}/www; }
}
`

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer()
    server.listen(0, "127.0.0.1", () => {
      const bound = server.address()
      server.close(() => resolve(typeof bound === "object" && bound !== null ? bound.port : 0))
    })
  })

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    const end = (isThere: boolean) => () => {
      socket.destroy()
      resolve(isThere)
    }
    socket.on("connect", end(true)).on("error", end(false))
  })

export const startNginx = async (directory: string) => {
  mkdirSync(join(directory, "www"), { recursive: true })
  // Its workers are another user where it is started by root.
  chmodSync(directory, 0o755)
  const port = await freePort()
  writeFileSync(join(directory, "nginx.conf"), configuration(directory, port))
  const child = spawn(NGINX, ["-c", join(directory, "nginx.conf"), "-e", join(directory, "error.log")], {
    stdio: ["ignore", "inherit", "inherit"]
  })
  // oxlint-disable-next-line no-await-in-loop -- until it listens
  while (child.exitCode === null && !(await answers(port))) await sleep(100)
  return {
    address: `http://127.0.0.1:${port}`,
    /** Beside the others, whole at once. */
    publish: (name: string, content: string | Uint8Array): void =>
      writeFileSync(join(directory, "www", name), content),
    log: (): ReadonlyArray<Logged> =>
      readFileSync(join(directory, "access.log"), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => {
          const [second, sign = "", path = "", status, sent, answered] = line.split(" ")
          return {
            second: Number(second),
            sign,
            path,
            status: Number(status),
            bytes: Number(sent) + Number(answered)
          }
        }),
    end: (): Promise<void> =>
      new Promise((resolve) => {
        child.on("close", () => resolve())
        child.kill("SIGQUIT")
      })
  }
}
