/** Plugins whose code is replaced while a login lies beside it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { command } from "./controllerProcess.ts"
import { type Act, present, type Scene } from "./scene.ts"

/** Into the plugin that stands there, in place of an older login or of none. */
export const logIn: Act = async ({ chance, logins, world }) => {
  logins.make(chance.pick(present(world)))
  return sleep(1)
}

/** What the owner has beside the code must be beside the new code too, not in a kept copy alone. */
const replacing = async (
  { counted, logins, world }: Scene,
  id: string,
  args: ReadonlyArray<string>
): Promise<void> => {
  const before = logins.isInPlace(id)
  const { code } = await command(world.root, world.registry, args)
  counted(`${args[0] ?? ""} ${code}`)
  if (before && existsSync(world.plugin(id)) && !logins.isInPlace(id))
    counted(`LOST: ${args.join(" ")} left the login of ${id} behind`)
}

export const update: Act = async (scene) => {
  const id = scene.chance.pick(present(scene.world))
  scene.world.publish(id)
  await replacing(scene, id, ["update", id])
}

export const replaceBroken: Act = async (scene) => {
  const id = scene.chance.pick(present(scene.world))
  const manifest = `${scene.world.plugin(id)}/manifest.json`
  if (!existsSync(manifest)) return
  writeFileSync(manifest, "{")
  await replacing(scene, id, ["reconcile", "--replace-broken"])
  if (existsSync(manifest) && readFileSync(manifest, "utf8") === "{") scene.world.restorePlugin(id)
}
