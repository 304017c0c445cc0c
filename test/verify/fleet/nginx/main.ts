/**
 * `npm run fleet-nginx`: real controllers beside a real web server. A document for all, a time without a change, a new
 * one, and a harmful one for a twentieth of them, as the server's log and the controllers' metrics have it.
 */
import { createHash, generateKeyPairSync, sign as signed } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { isInShare, rolloutSubject } from "../../../../src/domain/desired/desiredSign.ts"
import { setup as buildWhereStale } from "../../../support/vitest/freshBuild.ts"
import { optionsOf, positiveNumber, wholeNumber } from "../../scriptOptions.ts"
import { isNginxThere, type Logged, NGINX, startNginx } from "./nginx.ts"
import { type RealSign, standing, startSign, writeRegistry } from "./signs.ts"

const { controllers, idle, poll, settle, share } = optionsOf({
  command: "npm run fleet-nginx",
  about: "Real controllers and nginx on this machine. Exits with 1 where something is not as it has to be.",
  options: {
    controllers: wholeNumber(2)("as many as this", 50),
    poll: wholeNumber(1)("seconds between two looks at the document", 20),
    settle: wholeNumber(1)("seconds that a new revision is watched", 30),
    idle: wholeNumber(1)("seconds without a change", 120),
    share: positiveNumber("percent of the signs that the harmful revision is for", 5)
  }
})

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")
const short = (revision: string): string => revision.slice(0, 12)

const documentOf = (city: string, serial: number, more: { plugins?: object; share?: number } = {}): string =>
  JSON.stringify({
    schema: "ledmatrix-desired/1",
    serial,
    plugins: { clock: { enabled: true, settings: { city } }, ...more.plugins },
    rollout: { share: more.share ?? 1 }
  })

const names = Array.from({ length: controllers }, (_, at) => `sign-${String(at).padStart(2, "0")}`)
const below = (text: string): ReadonlyArray<string> => {
  const subject = rolloutSubject(JSON.parse(text))
  return names.filter((name) => isInShare(share / 100, sha256(`${name}\n${subject}`)))
}

/** With few signs a share may be nobody's: the first of these that is for two at least. */
const harmful = (): string => {
  for (let street = 0; ; street++) {
    const text = documentOf(`Oslo ${street}`, 3, {
      plugins: { "no-such-plugin": { enabled: true } },
      share: share / 100
    })
    if (below(text).length >= Math.min(2, controllers)) return text
  }
}

const run = async (directory: string): Promise<boolean> => {
  const pair = generateKeyPairSync("ed25519")
  writeFileSync(join(directory, "key.pub"), pair.publicKey.export({ type: "spki", format: "pem" }))
  writeRegistry(directory)
  const nginx = await startNginx(directory)
  const signs: Array<RealSign> = []
  let isGood = true
  const figure = (holds: boolean, line: string): void => {
    print(`${holds ? "good" : "BAD "}  ${line}`)
    isGood &&= holds
  }
  const publish = (text: string): number => {
    nginx.publish("desired.json.sig", signed(null, Buffer.from(text), pair.privateKey))
    nginx.publish("desired.json", text)
    print(`\npublished ${short(sha256(text))}: ${text}`)
    return Date.now() / 1000
  }
  const stand = async () => {
    const found: Array<ReturnType<typeof standing> & { readonly name: string }> = []
    // oxlint-disable-next-line no-await-in-loop -- the machine is small
    for (const sign of signs) found.push({ name: sign.name, ...standing(await sign.metrics()) })
    return found
  }
  const until = async (
    what: string,
    seconds: number,
    holds: (all: Awaited<ReturnType<typeof stand>>) => boolean
  ) => {
    const begun = Date.now()
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      const all = await stand()
      const passed = Math.round((Date.now() - begun) / 1000)
      if (holds(all) || passed > seconds) {
        print(`${what}: ${passed} s`)
        return all
      }
      // oxlint-disable-next-line no-await-in-loop -- as above
      await sleep(2000)
    }
  }
  const since = (from: number): ReadonlyArray<Logged> => nginx.log().filter(({ second }) => second >= from)
  const documents = (log: ReadonlyArray<Logged>, status: number): ReadonlyArray<Logged> =>
    log.filter((one) => one.path === "/desired.json" && one.status === status)
  const who = (log: ReadonlyArray<Logged>): number => new Set(log.map(({ sign }) => sign)).size

  try {
    const [first, second, bad] = [documentOf("Bern", 1), documentOf("Rom", 2), harmful()]
    publish(first)
    for (const name of names) {
      // oxlint-disable-next-line no-await-in-loop -- they are switched on one after the other
      signs.push(await startSign(directory, name, nginx.address, { poll, settle }))
    }
    print(`${signs.length} controllers run`)
    const patience = 10 * (poll + settle)
    const isOn = (text: string) => (all: Awaited<ReturnType<typeof stand>>) =>
      all.every(({ revision, state }) => state === "applied" && revision === sha256(text))
    await until("all have settled on it", patience, isOn(first))

    const quiet = Date.now() / 1000
    await sleep(idle * 1000)
    const asked = since(quiet)
    const bytes = asked.reduce((sum, one) => sum + one.bytes, 0)
    const each = bytes / asked.length
    const perSecond = Map.groupBy(asked, (one) => Math.floor(one.second))
    const busiest = Math.max(...[...perSecond.values()].map((some) => some.length))
    figure(
      documents(asked, 304).length === asked.length && who(asked) === controllers,
      `without a change, ${idle} s: ${asked.length} requests of ${who(asked)} signs, ${documents(asked, 304).length} answered with 304, ${each.toFixed(0)} bytes each; ${busiest} in the busiest second, ${(asked.length / idle).toFixed(1)} on average`
    )
    const day = (each * 288) / 1000
    figure(
      day <= 200,
      `for a day of looks every 5 minutes: ${day.toFixed(0)} KB of at most 200 for each sign`
    )

    let at = publish(second)
    await until("all have settled on it", patience, isOn(second))
    const fetched = documents(since(at), 200)
    const last = Math.max(...fetched.map((one) => one.second)) - at
    figure(
      who(fetched) === controllers && last <= 2 * poll,
      `nginx gave it to ${who(fetched)} of ${controllers} signs, the last after ${last.toFixed(1)} s of ${2 * poll}`
    )

    const before = new Map(signs.map((sign) => [sign.name, sign.config()]))
    at = publish(bad)
    const chosen = below(bad)
    print(`below the share of ${share} %: ${chosen.join(", ")}`)
    const all = await until("all stand to it", patience, (found) =>
      found.every(({ name, state }) => state === (chosen.includes(name) ? "rejected" : "pending_share"))
    )
    await sleep((settle + 2 * poll) * 1000)
    const after = await stand()
    figure(
      who(documents(since(at), 200)) === controllers,
      `nginx gave it to ${who(documents(since(at), 200))} of ${controllers} signs, then answered ${documents(since(at), 304).length} times with 304`
    )
    const tried = after.filter(({ harmful: count }) => count > 0).map(({ name }) => name)
    figure(
      tried.join() === chosen.join() && after.every(({ harmful: count }) => count <= 1),
      `tried it and took it back, by ledmatrix_desired_rejections_total{reason="harmful"}: ${tried.join(", ")}, once each`
    )
    figure(
      [...all, ...after].every(({ revision }) => revision === sha256(second)),
      `keep to ${short(sha256(second))}, by ledmatrix_desired_info: ${after.filter(({ revision }) => revision === sha256(second)).length} of ${controllers}`
    )
    const same = signs.filter((sign) => sign.config() === before.get(sign.name)).length
    figure(same === controllers, `config.json as before, byte for byte: ${same} of ${controllers}`)
    const moved = signs.filter((sign) => sign.log().includes(sha256(bad))).map(({ name }) => name)
    figure(moved.join() === chosen.join(), `name it in their log: ${moved.join(", ")}`)
    for (const { name, log } of signs.filter((sign) => chosen.includes(sign.name)).slice(0, 1))
      print(
        `\nthe log of ${name}:\n${log()
          .split("\n")
          .filter((line) => line.includes("revision"))
          .join("\n")}`
      )
  } finally {
    await Promise.all(signs.map((sign) => sign.end()))
    await nginx.end()
  }
  return isGood
}

if (!isNginxThere())
  print(`Left out for want of ${NGINX}: real controllers beside a real web server (apt-get install nginx)`)
else {
  buildWhereStale()
  const directory = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-nginx-"))
  const isGood = await run(directory)
  if (isGood) rmSync(directory, { recursive: true })
  else print(`it is all in ${directory}`)
  process.exitCode = isGood ? 0 : 1
}
