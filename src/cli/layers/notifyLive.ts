/** Notifications of the controller, loaded with the network only where an address is named. */
import { Layer, Redacted } from "effect"
import { hostname } from "node:os"
import { notifying } from "../../controller/notify/notify.ts"
import { NodeHttp } from "../../node/NodeHttp.ts"
import { Notified } from "../../services/ownFiles/Notified.ts"
import { fileWriterLive } from "./fileWriterLive.ts"

export const notifyLive = (address: Redacted.Redacted<URL>, sign: string | undefined) =>
  notifying({ address: Redacted.value(address), sign: sign ?? hostname() }).pipe(
    Layer.provide(Notified.layer.pipe(Layer.provide(fileWriterLive))),
    Layer.provide(NodeHttp.layer)
  )
