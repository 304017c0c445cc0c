/** Documents of desired states over an installation, made from a seed, and what they want of the sign. */
import { Option, Result } from "effect"
import { SYSTEM_KEYS } from "../../../../src/domain/host/systemKeys.ts"
import type { DesiredSign } from "../../../../src/domain/desired/DesiredDocument.ts"
import type { JsonValue } from "../../../../src/json/JsonValue.ts"
import {
  judgeDocument,
  type DocumentContext,
  wantedBy
} from "../../../../src/services/desired/judgeDocument.ts"
import type { Chance } from "../../../support/powerCut/seededChance.ts"
import type { World } from "../world/world.ts"

/** Beside the installation: its owner's file. */
export const DOCUMENT = "/home/pi/desired.json"
export const SIGN = "left"

/** No store has it. */
const NOWHERE = "no-such-plugin"

type Json = { readonly [key: string]: JsonValue }

const patch = (chance: Chance): Json =>
  chance.pick<Json>([
    { city: chance.pick(["Bern", "Rom"]) },
    { limit: null, zone: "CET" },
    { nested: { teams: ["ÖFB"], enabled: null } },
    { city: null, nested: null },
    { deep: { er: [1.5] } }
  ])

const fieldsOf = (id: string, { offers, secrets }: World, chance: Chance): Json => {
  const offered = offers.find((offer) => offer.id === id)?.version ?? "1.2.0"
  return chance.pick<Json>([
    {},
    { enabled: true },
    { enabled: false },
    { enabled: chance.happens(0.5), settings: patch(chance) },
    { settings: patch(chance) },
    { version: "latest", enabled: true },
    { version: offered },
    { version: chance.pick([offered, "0.0.9"]), settings: patch(chance) },
    { absent: true },
    { absent: true },
    { absent: true, settings: null },
    // What stands in the secrets file no document reaches.
    { settings: chance.happens(0.2) && id in secrets ? { api_key: "stolen" } : patch(chance) }
  ])
}

const some = (world: World, chance: Chance, share: number): Json =>
  Object.fromEntries(
    [...world.ids, world.spare]
      .filter(() => chance.happens(share))
      .map((id) => [id, fieldsOf(id, world, chance)])
  )

export const makeDocument = (world: World, chance: Chance): string =>
  JSON.stringify(
    {
      schema: "ledmatrix-desired/1",
      plugins: { ...some(world, chance, 0.6), ...(chance.happens(0.2) && { [NOWHERE]: { enabled: true } }) },
      ...(chance.happens(0.3) && {
        groups: { bar: { plugins: some(world, chance, 0.3) } },
        signs: { [SIGN]: { groups: ["bar"], plugins: some(world, chance, 0.2) } }
      }),
      others: chance.pick(["keep", "keep", "keep", "disable", "remove"])
    },
    undefined,
    2
  )

const readingWith = (secrets: unknown): DocumentContext => ({
  document: DOCUMENT,
  remote: false,
  key: undefined,
  sign: SIGN,
  systemKeys: SYSTEM_KEYS,
  secrets
})

/** What a text wants of the sign beside these secrets; `undefined` where it is refused. */
export const wantedIn = (text: string, secrets: unknown): DesiredSign | undefined => {
  const reading = readingWith(secrets)
  const bytes = new TextEncoder().encode(text)
  return judgeDocument({ bytes, signature: undefined }, reading, null).pipe(
    Result.getSuccess,
    Option.flatMap((offered) => wantedBy({ ...offered, accepted_at: "" }, reading)),
    Option.getOrUndefined
  )
}
