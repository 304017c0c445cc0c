import { useState } from "preact/hooks"
import type { StoreEntry } from "../../api/wire.ts"
import { asSentence } from "../../model/words/sentence.ts"
import { busyKey } from "../../state/Model.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { isOpen, OperationProgress } from "../overview/Operations.tsx"
import { Act, Button } from "../parts/controls/Button.tsx"
import { Glyph } from "../parts/glyphs/Glyph.tsx"
import { LastFailure } from "../parts/facts/LastFailure.tsx"
import { PluginName } from "../parts/facts/PluginName.tsx"

/** On a narrow screen only the name and one line of it, until somebody wants to know more. */
export const Entry = ({
  entry,
  known
}: {
  readonly entry: StoreEntry
  /** Whether it is known what is installed. */
  readonly known: boolean
}) => {
  const { author, category, description, id, incompatible_reason, installed_id, name, verified, version } =
    entry
  const ticket = useModel(({ status }) =>
    status?.operations.find((one) => (one.plugin_id === id || one.plugin_id === installed_id) && isOpen(one))
  )
  const busy = useModel((model) => model.busy.has(busyKey.plugin(id)))
  const [isUnfolded, setUnfolded] = useState(false)
  const { install, show } = useControls()
  return (
    <li class={isUnfolded ? "entry entry-unfolded" : "entry"}>
      <div class="entry-words">
        <h2>
          <PluginName id={id} name={name} />
        </h2>
        <p class="soft entry-short">
          {[version && `v${version}`, category, installed_id !== null && "installed"]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <div class="entry-more">
          {description ? <p>{description}</p> : null}
          {incompatible_reason === null ? null : <p>{asSentence(incompatible_reason)}</p>}
          <p class="soft">
            {[version && `v${version}`, category, author && `by ${author}`, verified && "verified"]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </div>
        {ticket === undefined ? null : <OperationProgress ticket={ticket} />}
        <LastFailure ids={[id, installed_id]} />
      </div>
      <div class="buttons entry-more">
        {!known ? null : installed_id === null && incompatible_reason !== null ? (
          <span class="mark">
            <Glyph name="dash" />
            <span>Not for this LEDMatrix</span>
          </span>
        ) : installed_id === null ? (
          <Act glyph="down" about={name} busy={busy || ticket !== undefined} onClick={() => install(id)}>
            Install
          </Act>
        ) : (
          <>
            <span class="mark mark-fine">
              <Glyph name="check" />
              <span>Installed</span>
            </span>
            <Button kind="quiet" about={`of ${name}`} onClick={() => show("store", installed_id)}>
              Details
            </Button>
          </>
        )}
      </div>
      <button
        type="button"
        class="entry-fold"
        aria-expanded={isUnfolded}
        aria-label={`More about ${name}`}
        onClick={() => setUnfolded(!isUnfolded)}
      >
        <Glyph name="more" />
      </button>
    </li>
  )
}
