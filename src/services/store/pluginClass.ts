/** Pure: the plugin's class, as LEDMatrix finds it where a manifest does not name one. Nothing is run. */

/** In one pass, because a comment may hold quotes and a text a number sign. */
const TEXT_OR_COMMENT =
  /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/gu

const code = (source: string): string => source.replaceAll(TEXT_OR_COMMENT, "")

/** A subclass of `BasePlugin`, else the first class of the entry file. */
export const pluginClass = (source: string): string | undefined => {
  const classes = [...code(source).matchAll(/^class\s+([A-Za-z_]\w*)\s*(?:\(([^)]*)\))?\s*:/gmu)]
  const plugin = classes.find(([, , bases]) => /\bBasePlugin\b/u.test(bases ?? ""))
  return (plugin ?? classes[0])?.[1]
}
