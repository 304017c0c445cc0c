import type { Report } from "../../../domain/findings/Report.ts"
import { sourceName } from "../../model/sources.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { Act } from "../parts/Button.tsx"
import { Glyph } from "../parts/Glyph.tsx"

const NONE: Report["source_errors"] = []

/** Files that could not be read. Nothing is taken for empty because of it. */
export const SourceErrors = () => {
  const errors = useModel(({ status }) => status?.last_report?.source_errors ?? NONE)
  const { ask } = useControls()
  if (errors.length === 0) return null
  return (
    <section class="section" aria-labelledby="unreadable" tabIndex={-1}>
      <h2 id="unreadable">Cannot be read</h2>
      <ul class="cards">
        {errors.map(({ error, path, source }) => (
          <li key={`${source}:${path}`} class="card card-failed">
            <div class="card-words">
              <span class="mark mark-failed">
                <Glyph name="alert" />
                <span>{sourceName[source]}</span>
              </span>
              <h3>
                <code dir="ltr">{path}</code>
              </h3>
              <p>{error}</p>
              <p class="soft">
                What is in it is unknown, not gone: nothing is removed, reinstalled or overwritten because of
                it.
                {source === "state"
                  ? " If it cannot be repaired, it can be set aside and made anew from settings and disk."
                  : ""}
              </p>
            </div>
            {source === "state" ? (
              <div class="buttons">
                <Act onClick={() => ask({ tag: "rebuildState" })}>Set aside and rebuild…</Act>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
