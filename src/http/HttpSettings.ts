/** Where the controller listens, and whose requests it takes. */
import { Context, type Redacted } from "effect"

/** The settings of the server, from the options of `controller`. */
export class HttpSettings extends Context.Service<
  HttpSettings,
  {
    readonly host: string
    /** 0 takes a free one. */
    readonly port: number
    /** What every request has to present, where there is one. */
    readonly token: Redacted.Redacted | undefined
    /** Origins of other pages that may ask. */
    readonly allowOrigins: ReadonlyArray<string>
    /** Further names under which this may be asked. */
    readonly allowHosts: ReadonlyArray<string>
    readonly version: string
    /** Directory of the built dashboard. */
    readonly dashboard: string
    /** Directory of the built description of the API. */
    readonly documents: string
  }
>()("ledmatrix-reconciler/http/HttpSettings") {}

/** What a client may cost. Times are in milliseconds. */
export interface Limits {
  /** Larger bodies are refused. */
  readonly bodyBytesMax: number
  /** Of other machines together; of this machine as many again. */
  readonly connectionsMax: number
  /** Of one address of another machine. */
  readonly addressConnectionsMax: number
  /** How long a client may take to send the head of a request, and the whole of it. */
  readonly headMs: number
  readonly requestMs: number
  /** How long a connection may stay open without a request. */
  readonly idleMs: number
  /** How long a client may take nothing of an answer. */
  readonly stalledMs: number
  /** How often a stream of events tells that it is alive. Well below `stalledMs`. */
  readonly beatMs: number
  /** What is still under way then is cut off when the server ends. */
  readonly drainMs: number
}

/** A Pi has little memory, and a home few clients. */
export const HttpLimits = Context.Reference<Limits>("ledmatrix-reconciler/http/HttpLimits", {
  defaultValue: () => ({
    bodyBytesMax: 1024 * 1024,
    connectionsMax: 128,
    addressConnectionsMax: 32,
    headMs: 10_000,
    requestMs: 30_000,
    idleMs: 10_000,
    stalledMs: 40_000,
    beatMs: 15_000,
    drainMs: 3000
  })
})
