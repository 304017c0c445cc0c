/** What the same reading costs without any program around it. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"

/** One `readdir`, then every manifest, the config and the state read and parsed. */
export const coldFloor = (root: string) => (): void => {
  for (const directory of readdirSync(join(root, "plugin-repos"))) {
    JSON.parse(readFileSync(`${root}/plugin-repos/${directory}/manifest.json`, "utf8"))
  }
  JSON.parse(readFileSync(join(root, "config/config.json"), "utf8"))
  JSON.parse(readFileSync(join(root, "data/plugin_state.json"), "utf8"))
}

/** One `readdir`, and a stat of every manifest. */
export const warmFloor = (root: string) => (): void => {
  for (const directory of readdirSync(join(root, "plugin-repos"))) {
    statSync(`${root}/plugin-repos/${directory}/manifest.json`, { throwIfNoEntry: false })
  }
}

/** The first of them as a process of its own: the arguments that Node is started with. */
export const coldFloorProcess = (root: string): ReadonlyArray<string> => [
  "-e",
  `const { readdirSync, readFileSync } = require("node:fs"), { join } = require("node:path"); (${String(coldFloor)})(process.argv[1])()`,
  root
]
