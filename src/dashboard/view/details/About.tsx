import type { ComponentChildren } from "preact"
import type { PluginExplanation } from "../../api/wire.ts"
import type { PluginRow } from "../../model/rows/rows.ts"
import { When } from "../parts/facts/When.tsx"

const Line = ({ children, name }: { readonly name: string; readonly children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

/** What else is known. */
export const About = ({
  explanation,
  row
}: {
  readonly explanation: PluginExplanation
  readonly row: PluginRow | undefined
}) => {
  const plugin = row?.installed
  const { agreed_enabled, registry, uninstalled } = explanation
  return (
    <section aria-labelledby="about">
      <h3 id="about">About it</h3>
      {plugin?.description ? <p>{plugin.description}</p> : null}
      <dl class="facts-list">
        {plugin?.author ? <Line name="by">{plugin.author}</Line> : null}
        {plugin?.latest_version ? <Line name="newest in the store">{plugin.latest_version}</Line> : null}
        {plugin?.last_updated ? (
          <Line name="last changed">
            <When iso={plugin.last_updated} />
          </Line>
        ) : null}
        {plugin?.git ? (
          <Line name="git">
            {plugin.git.branch ?? "no branch"} {plugin.git.commit?.slice(0, 7)}
          </Line>
        ) : null}
        {plugin?.set_aside ? <Line name="set-aside copy">{plugin.set_aside}</Line> : null}
        {agreed_enabled === undefined ? null : (
          <Line name="last agreed">{agreed_enabled ? "on" : "off"}, by settings and saved state</Line>
        )}
        {uninstalled ? <Line name="uninstalled">on purpose</Line> : null}
        {registry === null ? null : (
          <Line name="store’s list">
            {registry.fetched_at === null ? "not fetched yet" : <When iso={registry.fetched_at} />}
            {registry.stale ? ", old" : ""}
            {registry.last_failure === null
              ? ""
              : `; the last attempt failed: ${registry.last_failure.problem}`}
          </Line>
        )}
      </dl>
    </section>
  )
}
