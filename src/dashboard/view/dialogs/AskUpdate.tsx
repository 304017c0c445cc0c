import { useEffect } from "preact/hooks"
import type { InstalledPluginDocument, StoreEntry } from "../../api/wire.ts"
import { changesPage, entryOf, repositoryPage, RESTART } from "../../model/words/updateWords.ts"
import { valueOf } from "../../state/Loadable.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { PluginName } from "../parts/facts/PluginName.tsx"
import { Question } from "./Question.tsx"

const NO_ENTRIES: ReadonlyArray<StoreEntry> = []
const NO_PLUGINS: ReadonlyArray<InstalledPluginDocument> = []

/** Leads away from the page, in a tab of its own that learns nothing of this one. */
const Away = ({ children, href }: { readonly href: string | undefined; readonly children: string }) =>
  href === undefined ? null : (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )

const One = ({
  entry,
  plugin
}: {
  readonly plugin: InstalledPluginDocument
  readonly entry: StoreEntry | undefined
}) => {
  const { id, last_commit_message, latest_version, name, version } = plugin
  const page = repositoryPage(entry)
  const news = entry?.last_commit_message || last_commit_message
  return (
    <li>
      <PluginName id={id} name={name} />{" "}
      <span class="soft">
        {version || "an unknown version"} → {latest_version}
        {entry?.last_updated ? `, of ${entry.last_updated}` : ""}
      </span>
      {news ? <p>{news}</p> : null}
      <p class="away">
        <Away href={changesPage(page, entry?.branch ?? "")}>What has changed</Away>{" "}
        <Away href={page}>Repository</Away>
      </p>
    </li>
  )
}

/** Says what an update brings, what stays, and what has to be done for it to be seen. */
export const AskUpdate = ({ ids }: { readonly ids: ReadonlyArray<string> }) => {
  const { openStore, updateAll } = useControls()
  useEffect(openStore, [openStore])
  const store = valueOf(useModel((model) => model.store))?.plugins ?? NO_ENTRIES
  const installed = valueOf(useModel((model) => model.installed)) ?? NO_PLUGINS
  const canRestart = useModel(({ status }) => status?.can_restart_display === true)
  const plugins = installed.filter(({ id }) => ids.includes(id))
  return (
    <Question
      title={ids.length === 1 ? `Update ${plugins[0]?.name ?? ids[0]}?` : `Update ${ids.length} plugins?`}
      yes={ids.length === 1 ? "Update" : `Update all ${ids.length}`}
      kind="main"
      onYes={() => updateAll(ids)}
      undo="“Undo” in the history puts the former version back for as long as its copy is kept (the newest two, seven days)."
    >
      <ul class="ids updates">
        {plugins.map((plugin) => (
          <One key={plugin.id} plugin={plugin} entry={entryOf(plugin, store)} />
        ))}
      </ul>
      <p>
        Its settings stay, and so do the files that it keeps beside its code: its login, its cache, and what
        you have put there. Where you have changed its code, only the copy of the former version has that.
      </p>
      <p>
        The display runs the new version after its next restart
        {canRestart ? (
          ", for which there is a button then."
        ) : (
          <>
            :{" "}
            <code class="command" dir="ltr">
              {RESTART}
            </code>
          </>
        )}
      </p>
    </Question>
  )
}
