/** Builds the program where the built one is older than its sources. */
import { execFileSync } from "node:child_process"
import { existsSync, globSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../..", import.meta.url))

const inputs = ["src/**/*", ".build/*", "package.json", "tsconfig.json"]

export const setup = (): void => {
  const built = join(root, "dist/cli/bin.js")
  const builtAt = existsSync(built) ? statSync(built).mtimeMs : 0
  const stale = globSync(inputs, { cwd: root }).some((file) => statSync(join(root, file)).mtimeMs > builtAt)
  if (stale) execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" })
}
