/** The plugin store. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Explanation } from "../../../domain/findings/Explanation.ts"
import { StoreListing } from "../../../domain/store/StoreListing.ts"
import { success, Unavailable } from "../envelope.ts"
import { Gate } from "../Gate.ts"
import { RefreshRequest } from "../requests.ts"

/** The store's plugins, and the age and last failure of the registry's copy. */
export const StorePlugins = Schema.Struct({
  plugins: Schema.Array(StoreListing),
  registry: Explanation.fields.registry
})

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
    }).annotate(OpenApi.Summary, "What the store has; by its last good copy where it does not answer"),
    HttpApiEndpoint.post("refresh", "/plugins/store/refresh", {
      payload: RefreshRequest,
      success: Schema.Struct({
        status: Schema.tag("success"),
        message: Schema.String,
        plugin_count: Schema.Int
      }),
      error: Unavailable
    }).annotate(OpenApi.Summary, "Asks the registry afresh")
  )
  .middleware(Gate)
  .prefix("/api/v3") {}
