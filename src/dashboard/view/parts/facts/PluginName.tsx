import { shownName } from "../../../model/words/shownName.ts"

/** A plugin's name, which may be in any script, and its id, which the files have. */
export const PluginName = ({ id, name }: { readonly id: string; readonly name: string }) => {
  const [shown, shownId] = [shownName(name), shownName(id)]
  return (
    <span class="plugin-name">
      <bdi>{shown}</bdi>
      {shown === shownId ? null : (
        <>
          {" "}
          <code dir="ltr">{shownId}</code>
        </>
      )}
    </span>
  )
}
