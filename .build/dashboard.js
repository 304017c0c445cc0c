// Builds the dashboard: one page, made ahead of time so that it never shows empty, and what brings it to life.
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { build } from "vite"

// A build that the tests start has their `NODE_ENV`, and Vite would make a page for development, a third larger.
process.env.NODE_ENV = "production"

const source = fileURLToPath(new URL("../src/dashboard", import.meta.url))
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))

const shared = {
  root: source,
  configFile: false,
  envDir: false,
  publicDir: false,
  logLevel: "warn",
  cacheDir: false
}

/** How long it took is no fault, on a busy machine. */
const checks = { bundlerTimings: false, pluginTimings: false }

/** The page before anything is known. */
const skeleton = async () => {
  const place = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-skeleton-"))
  try {
    await build({
      ...shared,
      ssr: { noExternal: true },
      build: {
        ssr: "skeleton.tsx",
        outDir: place,
        emptyOutDir: true,
        rolldownOptions: { checks, output: { entryFileNames: "skeleton.mjs" } }
      }
    })
    const { skeleton: draw } = await import(pathToFileURL(join(place, "skeleton.mjs")).href)
    return draw()
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** @param {string} directory where `index.html` and `assets` go */
export const buildDashboard = async (directory) => {
  const page = await skeleton()
  const fill = {
    name: "fill-in",
    transformIndexHtml: {
      order: /** @type {const} */ ("pre"),
      handler: (html) => html.replace("{version}", version).replace("{page}", () => page)
    }
  }
  await build({
    ...shared,
    base: "/",
    plugins: [fill],
    build: {
      outDir: directory,
      emptyOutDir: true,
      target: "es2022",
      // Nothing as a data address, so that the page's policy can forbid what is inline.
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: { checks },
      reportCompressedSize: false
    }
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildDashboard(fileURLToPath(new URL("../dist/dashboard", import.meta.url)))
