// The description of the HTTP API and a page of it, as files: made here, they cost a running controller
// nothing. The page holds two megabytes of script in itself and needs nothing from outside.
import { HttpRouter } from "effect/http"
import { HttpApiSwagger, OpenApi } from "effect/http-api"
import { createHash } from "node:crypto"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { ControllerApi } from "../src/http/Api.ts"

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))

const api = ControllerApi.annotateMerge(OpenApi.annotations({ version }))

const page = async () => {
  const { dispose, handler } = HttpRouter.toWebHandler(HttpApiSwagger.layer(api, { path: "/docs" }), {
    disableLogger: true
  })
  const answer = await handler(new Request("http://localhost/docs"))
  const text = await answer.text()
  await dispose()
  return text
}

/** Only these very scripts may run there. */
const policyOf = (html) => {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`
  )
  return [
    "default-src 'none'",
    `script-src ${scripts.join(" ")}`,
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'"
  ].join("; ")
}

export const writeDocuments = async (directory) => {
  mkdirSync(directory, { recursive: true })
  const html = await page()
  const files = {
    "docs.html.gz": gzipSync(html, { level: 9 }),
    "docs.policy.txt": policyOf(html),
    "openapi.json.gz": gzipSync(JSON.stringify(OpenApi.fromApi(api)), { level: 9 })
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content)
}
