/** The plugin store. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { StorePlugins } from "../documents.ts"
import { success, Unavailable } from "../envelope.ts"
import { Gate } from "../Gate.ts"
import { RefreshRequest } from "../requests.ts"
import { summary } from "../summary.ts"

/** `/api/v3/plugins/store`: the registry's plugins, and asking the registry afresh. */
export class StoreApi extends HttpApiGroup.make("store")
  .add(
    HttpApiEndpoint.get("list", "/plugins/store/list", {
      query: {
        query: Schema.optionalKey(Schema.String),
        category: Schema.optionalKey(Schema.String),
        /** Any of them. */
        tags: Schema.optionalKey(Schema.Array(Schema.String))
      },
      success: success(StorePlugins),
      error: Unavailable
    }).annotateMerge(summary("What the store has; by its last good copy where it does not answer")),
    HttpApiEndpoint.post("refresh", "/plugins/store/refresh", {
      payload: RefreshRequest,
      success: Schema.Struct({
        status: Schema.tag("success"),
        message: Schema.String,
        plugin_count: Schema.Int
      }),
      error: Unavailable
    }).annotateMerge(summary("Asks the registry afresh"))
  )
  .middleware(Gate)
  .prefix("/api/v3") {}
