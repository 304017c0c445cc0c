/** The answer to an id that no source knows, with the one that was probably meant. */
import { advice } from "../domain/advice/Advice.ts"
import { NextStep } from "../domain/advice/NextStep.ts"
import { OperationRefused } from "../domain/Operation.ts"
import { otherSpelling } from "../domain/plugin/PluginId.ts"
import type { AllSources } from "./allSources.ts"

export const unknownPlugin = (id: string, { config, disk, uninstalled }: AllSources): OperationRefused => {
  const other = otherSpelling(id)
  const directory = disk.plugins.find((plugin) => plugin.directory === id)
  const meant =
    directory?.id ??
    (disk.plugins.some((plugin) => plugin.id === other) || config.values.get(other)?._tag === "Entry"
      ? other
      : undefined)
  const removed = uninstalled.marks.has(id) ? "; it is marked as uninstalled" : ""
  return new OperationRefused({
    plugin: id,
    code: "unknown_plugin",
    problem: `there is no plugin ${JSON.stringify(id)}: neither an entry in config.json nor a directory${removed}`,
    hint: meant === undefined ? advice`${NextStep.ShowPlugins()} lists the ids` : `did you mean ${meant}?`
  })
}
