/** What only the controller is given, checked before anything is opened. */
import type { Environment } from "../../node/Environment.ts"
import { type Duration, Effect, Redacted } from "effect"
import { isIP } from "node:net"
import { resolve } from "node:path/posix"
import { isLoopback } from "../../http/security/loopback.ts"
import { controllerDefaults } from "../../controller/ControllerOptions.ts"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"
import { tokenOf } from "../../services/network/tokenFrom.ts"
import { controllerOptions } from "../arguments/commandTable.ts"
import type { OptionValues } from "../arguments/Invocation.ts"
import { type DesiredSettings, desiredSettings } from "./desiredSettings.ts"
import { LOG_FORMATS } from "../arguments/optionTable.ts"
import {
  type Decoding,
  duration,
  type FileSettings,
  noFile,
  invalidValue,
  oneOf,
  type Setting,
  settingsReader,
  nonEmptyText,
  webAddress
} from "./settingValues.ts"

export interface ControllerSettings {
  readonly host: string
  readonly port: number
  readonly token: Redacted.Redacted | undefined
  /** Holds the token. Where there is one, `token` is not given. */
  readonly tokenFile: string | undefined
  readonly allowOrigins: ReadonlyArray<string>
  readonly allowHosts: ReadonlyArray<string>
  readonly ledmatrix: string | undefined
  /** Holds a token of that LEDMatrix. */
  readonly ledmatrixTokenFile: string | undefined
  /** The webhook that gets what needs a person. */
  readonly notify: Redacted.Redacted<URL> | undefined
  readonly debounce: Duration.Duration
  readonly resync: Duration.Duration
  /** `undefined` where no desired state is given. */
  readonly desired: DesiredSettings | undefined
  /** The list of the signs that the page of signs shows. */
  readonly signs: string | undefined
  readonly logFormat: (typeof LOG_FORMATS)[number]
}

const port = (setting: Setting): Decoding<number> =>
  /^\d{1,5}$/u.test(setting.value) && Number(setting.value) <= 65_535
    ? Effect.succeed(Number(setting.value))
    : Effect.fail(invalidValue(setting, "it takes a number from 0 to 65535"))

const origin = (setting: Setting): Decoding<string> => {
  const url = URL.parse(setting.value)
  return url !== null && url.origin !== "null" && url.href === `${url.origin}/`
    ? Effect.succeed(url.origin)
    : Effect.fail(invalidValue(setting, "it takes an origin such as https://example.org"))
}

const hostName = (setting: Setting): Decoding<string> =>
  /^[A-Za-z0-9.:[\]_-]{1,253}$/u.test(setting.value)
    ? Effect.succeed(setting.value.toLowerCase())
    : Effect.fail(invalidValue(setting, "it takes a host name, without scheme and path"))

const token = (setting: Setting): Decoding<Redacted.Redacted> => {
  const found = tokenOf(setting.value)
  return found === undefined
    ? Effect.fail(
        cliFailure("invalid_value", `${setting.origin}: it takes 8 to 512 visible ASCII characters`)
      )
    : Effect.succeed(found)
}

/** Where LEDMatrix's web service is: no credentials, since everybody who may ask here could use them there. */
const siteAddress = (setting: Setting): Decoding<string> =>
  Effect.flatMap(webAddress(setting), (address) => {
    const { hash, password, search, username } = new URL(address)
    return [hash, password, search, username].every((part) => part === "")
      ? Effect.succeed(address)
      : Effect.fail(
          cliFailure(
            "invalid_value",
            `${setting.origin}: it takes an address without user, password, ? and #`
          )
        )
  })

/** Any part of it may be a key: neither a message nor a log has it. */
const webhook = (setting: Setting): Decoding<Redacted.Redacted<URL>> => {
  const url = URL.parse(setting.value)
  return url !== null && (url.protocol === "https:" || url.protocol === "http:")
    ? Effect.succeed(Redacted.make(url))
    : Effect.fail(
        cliFailure(
          "invalid_value",
          `${setting.origin}: it takes an address that begins with https:// or http://`
        )
      )
}

/** By its absolute path. */
const filePath = (setting: Setting): Decoding<string> =>
  Effect.map(nonEmptyText(setting), (path) => resolve(path))

/** It would ask itself for ever. */
const isOwn = (address: string, { host, port: own }: { readonly host: string; readonly port: number }) => {
  const { hostname, port: asked, protocol } = new URL(address)
  const name = hostname.replace(/^\[(.*)\]$/u, "$1")
  const number = asked === "" ? (protocol === "https:" ? 443 : 80) : Number(asked)
  return number === own && (name === host || isLoopback(name))
}

/** Whether a token is needed is not looked at: a unit has its token from elsewhere. */
export const parseControllerSettings = Effect.fnUntraced(function* (
  given: OptionValues,
  env: Environment,
  file: FileSettings = noFile
): Effect.fn.Return<ControllerSettings, CliFailure> {
  const reader = settingsReader(controllerOptions, given, env, file)
  const { many, one } = reader
  const { debounce, resync } = controllerDefaults
  const tokenFile = yield* one("token-file", nonEmptyText, undefined)
  if (tokenFile !== undefined && given["token"] !== undefined)
    return yield* cliFailure("invalid_value", "--token and --token-file: give one of them, not both")
  const settings = {
    host: (yield* one("host", nonEmptyText, "127.0.0.1")).replace(/^\[(.*)\]$/u, "$1"),
    port: yield* one("port", port, 5080),
    // A flag wins over the variable.
    token: tokenFile === undefined ? yield* one("token", token, undefined) : undefined,
    tokenFile,
    allowOrigins: yield* many("allow-origin", origin),
    allowHosts: yield* many("allow-host", hostName),
    ledmatrix: yield* one("ledmatrix", siteAddress, undefined),
    ledmatrixTokenFile: yield* one("ledmatrix-token-file", nonEmptyText, undefined),
    notify: yield* one("notify", webhook, undefined),
    debounce: yield* one("debounce", duration, debounce),
    resync: yield* one("resync", duration, resync),
    desired: yield* desiredSettings(reader),
    signs: yield* one("signs", filePath, undefined),
    logFormat: yield* one("log-format", oneOf(LOG_FORMATS), "logfmt")
  }
  if (settings.ledmatrix !== undefined && isOwn(settings.ledmatrix, settings)) {
    return yield* cliFailure(
      "invalid_value",
      `--ledmatrix ${settings.ledmatrix}: that is where the controller itself listens`,
      { hint: "name LEDMatrix's own web address, usually http://127.0.0.1:5000" }
    )
  }
  if (settings.ledmatrixTokenFile !== undefined && settings.ledmatrix === undefined) {
    return yield* cliFailure("invalid_value", "--ledmatrix-token-file: it needs --ledmatrix", {
      hint: "name LEDMatrix's own web address with it, usually http://127.0.0.1:5000"
    })
  }
  return settings
})

export const controllerSettings = Effect.fnUntraced(function* (
  given: OptionValues,
  env: Environment,
  file: FileSettings = noFile
): Effect.fn.Return<ControllerSettings, CliFailure> {
  const settings = yield* parseControllerSettings(given, env, file)
  if (!isLoopback(settings.host) && settings.token === undefined && settings.tokenFile === undefined) {
    const everywhere = isIP(settings.host) === 0 ? "" : " (everybody on the network)"
    return yield* cliFailure(
      "token_needed",
      `--host ${settings.host}: others than this machine${everywhere} could ask for anything; that needs a token`,
      { hint: "give one with --token-file or LEDMATRIX_TOKEN, or listen on 127.0.0.1" }
    )
  }
  return settings
})
