/** Pure: the plugin's class, as LEDMatrix finds it where a manifest does not name one. Nothing is run. */

/** Without comments and without what stands in triple quotes. */
const code = (source: string): string =>
  source.replaceAll(/"""[\s\S]*?"""|'''[\s\S]*?'''/gu, "").replaceAll(/#[^\n]*/gu, "")

/** A subclass of `BasePlugin`, else the first class of the entry file. */
export const pluginClass = (source: string): string | undefined => {
  const classes = [...code(source).matchAll(/^class\s+([A-Za-z_]\w*)\s*(?:\(([^)]*)\))?\s*:/gmu)]
  const plugin = classes.find(([, , bases]) => /\bBasePlugin\b/u.test(bases ?? ""))
  return (plugin ?? classes[0])?.[1]
}
