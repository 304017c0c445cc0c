import { changeWords } from "../../../domain/changes/changeWords.ts"
import type { PastRun } from "../../api/wire.ts"
import { type PluginStory, runStory } from "../../model/words/runStory.ts"
import { shownName } from "../../model/words/shownName.ts"
import { withFullStop } from "../../model/words/sentence.ts"

const SHOWN_MAX = 6

const Told = ({ stories }: { readonly stories: ReadonlyArray<PluginStory> }) => (
  <ul class="changes">
    {stories.map(({ id, what, why }) => (
      <li key={id}>
        {id === "" ? null : (
          <>
            <code dir="ltr">{shownName(id)}</code>:{" "}
          </>
        )}
        {withFullStop(what)} {why === "" ? null : <span class="soft">Found: {withFullStop(why)}</span>}
      </li>
    ))}
  </ul>
)

/** What a run did to each plugin, and behind a fold the values and files. */
export const Story = ({ run, title }: { readonly run: PastRun; readonly title: string }) => {
  const stories = runStory(run)
  const more = stories.slice(SHOWN_MAX)
  return (
    <>
      <Told stories={stories.slice(0, SHOWN_MAX)} />
      {more.length === 0 ? null : (
        <details class="run-files">
          <summary>
            and {more.length} more<span class="unseen"> of {title}</span>
          </summary>
          <Told stories={more} />
        </details>
      )}
      <details class="run-files">
        <summary>
          Files and values<span class="unseen"> of {title}</span>
        </summary>
        <ul class="changes">
          {run.changes.map((change) => {
            const { file, key, what } = changeWords(change)
            const where = [file, ...key].join(" › ")
            return (
              <li key={`${where}${what}`}>
                <code dir="ltr">{where}</code> <span>{what}</span>
              </li>
            )
          })}
        </ul>
        <p class="soft run-id">
          Run <code dir="ltr">{run.run_id}</code>
        </p>
      </details>
    </>
  )
}
