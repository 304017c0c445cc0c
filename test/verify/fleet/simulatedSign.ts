/** One sign of many: the whole controller with its desired state, on an installation in memory. */
import { type Context, Duration, Effect, Layer, Option, Random, References, type Scope } from "effect"
import { createHash } from "node:crypto"
import { Controller } from "../../../src/controller/Controller.ts"
import { liveDesired } from "../../../src/controller/desired/liveDesired.ts"
import { BadArchive } from "../../../src/domain/errors/FetchReason.ts"
import { defaultPolicy } from "../../../src/domain/Policy.ts"
import { IsPrivateHost } from "../../../src/ports/PrivateHost.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { services } from "../../controller/support.ts"
import type { Described } from "../../support/reconciling.ts"
import { DOCUMENT, type FleetServer } from "./server.ts"

export const POLL = Duration.minutes(5)
export const SETTLE = Duration.minutes(10)

/** What each card holds at first, and what its store has: one plugin that works, and one whose archive is none. */
const described: Described = {
  config: { timezone: "Europe/Berlin", clock: { enabled: false, size: 3 } },
  plugins: { clock: { version: "1.0.0" } },
  offers: {
    news: { manifestId: "news", version: "1.0.0" },
    bad: { fails: new BadArchive({ code: "not_a_zip", problem: "it is no zip archive" }) }
  }
}

const whole = (server: FleetServer, sign: string) =>
  // Looks without a reason would be most of the work, and ask the server nothing.
  Controller.layer({
    ...Controller.defaults,
    resync: Duration.hours(1),
    version: "0.0.0"
  }).pipe(
    Layer.provide(
      liveDesired({
        document: DOCUMENT,
        key: undefined,
        sign,
        poll: POLL,
        settle: SETTLE,
        offline: false,
        systemKeys: defaultPolicy.systemKeys
      })
    ),
    Layer.provide(server.client),
    Layer.provide(Layer.succeed(IsPrivateHost, () => Effect.succeed(false))),
    Layer.provideMerge(services(described)),
    Layer.provideMerge(Layer.succeed(References.MinimumLogLevel, "None"))
  )

/** What a sign shows is decided here. */
const CARD = [`${MEMORY_ROOT}/config/config.json`, `${MEMORY_ROOT}/plugin-repos`]
const OFFERED = `${MEMORY_ROOT}/data/reconciler/desired.json`

export class SimulatedSign {
  private context: Context.Context<Controller | MemoryFiles> | undefined
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  /** Layers are shared with no other sign. */
  start(server: FleetServer, scope: Scope.Scope): Effect.Effect<void> {
    return Layer.buildWithMemoMap(whole(server, this.name), Layer.makeMemoMapUnsafe(), scope).pipe(
      Effect.map((context) => {
        this.context = context
      }),
      Random.withSeed(this.name)
    )
  }

  private ask<A>(
    question: Effect.Effect<A, never, Controller | MemoryFiles>
  ): Effect.Effect<Option.Option<A>> {
    return this.context === undefined
      ? Effect.succeedNone
      : Effect.asSome(Effect.provideContext(question, this.context))
  }

  readonly desired = Effect.suspend(() => this.ask(Controller.use((live) => live.desired)))

  /** Of every path and byte of config and plugins, and of all else but what the program knows of the document. */
  readonly card = Effect.suspend(() =>
    this.ask(
      Effect.gen(function* () {
        const [card, beside] = [createHash("sha256"), createHash("sha256")]
        for (const [path, content] of yield* (yield* MemoryFiles).snapshot) {
          const line = JSON.stringify([path, content])
          if (CARD.some((of) => path.startsWith(of))) card.update(line)
          else if (path !== OFFERED) beside.update(line)
        }
        return { card: card.digest("hex"), beside: beside.digest("hex") }
      })
    )
  )

  /** The disk in memory counts each of its calls. */
  readonly forgetCalls = Effect.suspend(() => this.ask(MemoryFiles.use((files) => files.reset)))
}
