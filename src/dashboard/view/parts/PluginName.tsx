/** A plugin's name, which may be in any script, and its id, which the files have. */
export const PluginName = ({ id, name }: { readonly id: string; readonly name: string }) => (
  <span class="plugin-name">
    <bdi>{name}</bdi>
    {name === id ? null : (
      <>
        {" "}
        <code dir="ltr">{id}</code>
      </>
    )}
  </span>
)
