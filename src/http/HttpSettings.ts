/** Where the controller listens, and whom it answers. */
import { Context, type Redacted } from "effect"
import type { Policy } from "../domain/Policy.ts"

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
    readonly policy: Policy
    readonly version: string
  }
>()("ledmatrix-reconciler/http/HttpSettings") {}
