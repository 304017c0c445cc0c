import { asSentence, withoutOptions } from "../../../model/words/sentence.ts"
import { sourceName } from "../../../model/sources/sources.ts"
import { sourceHelp, type SourceHelp } from "../../../model/sources/sourceHelp.ts"
import { byFile, reportedErrors } from "../../../model/sources/unreadable.ts"
import { useControls, useModel } from "../../../state/Shared.ts"
import { Act } from "../../parts/controls/Button.tsx"
import { Glyph } from "../../parts/glyphs/Glyph.tsx"

const CLICKS = {
  rebuild: "Set aside and rebuild…",
  mark: "Take the mark off…",
  restore: "Compare with its backup…"
}

const Helps = ({ helps }: { readonly helps: ReadonlyArray<SourceHelp> }) => (
  <>
    {helps.map(({ command, words }) => (
      <p key={words}>
        {words}
        {command === undefined ? null : (
          <>
            {" "}
            <code class="command" dir="ltr">
              {command}
            </code>
          </>
        )}
      </p>
    ))}
  </>
)

/** Files that could not be read. Nothing is taken for empty because of it. */
export const SourceErrors = () => {
  const errors = useModel(({ status }) => reportedErrors(status))
  const { ask } = useControls()
  if (errors.length === 0) return null
  return (
    <section class="section" aria-labelledby="unreadable" tabIndex={-1}>
      <h2 id="unreadable">Cannot be read</h2>
      <ul class="cards">
        {byFile(errors).map(({ errors: own, path }) => (
          <li key={path} class="card card-failed">
            <div class="card-words">
              <span class="mark mark-failed">
                <Glyph name="alert" />
                <span>{[...new Set(own.map(({ source }) => sourceName[source]))].join(", ")}</span>
              </span>
              <h3>
                <code dir="ltr">{path}</code>
              </h3>
              {own.map(({ error, source }) => (
                <p key={source}>{asSentence(withoutOptions(error))}</p>
              ))}
              <Helps helps={sourceHelp(own[0])} />
              <p class="soft">
                What is in it is unknown, not gone: nothing is removed, reinstalled or overwritten because of
                it. As soon as it can be read, everything is looked at again by itself.
              </p>
            </div>
            {sourceHelp(own[0]).map(({ click }) =>
              click === undefined ? null : (
                <div key={click} class="buttons">
                  <Act onClick={() => ask({ tag: "mendFile", how: click, path })}>{CLICKS[click]}</Act>
                </div>
              )
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
