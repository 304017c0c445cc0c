/** Pure: whether a name sounds like a secret, and whether a text holds one. */
import { Result } from "effect"

const SECRET_NAME = /key|token|secret|password|passwd/iu

/** Words that hold one of these, and that settings of a sports sign are full of. */
const INNOCENT = /hockey|jockey|turkey|monkey|donkey|mickey|keyboard|keyword|keyframe/giu

/** Names that say it in the query of an address alone: in settings they name other things. */
const PARAMETER = /^(?:appid|app_id|auth|authorization|sig|signature|pass|pwd)$/iu

export const soundsSecret = (name: string): boolean => SECRET_NAME.test(name.replaceAll(INNOCENT, ""))

/** `user:password@` of an address. */
const CREDENTIALS = /:\/\/[^\s/?#@"'<>]*@/u

const PARAMETERS = /[?&;#]([^\s=&?;#"'<>]{1,100})=[^\s&;#"'<>]/gu

/** Whether a text is, or holds, one of the values, or is an address with credentials or a key in its query. */
export const holdsSecret = (text: string, values: ReadonlySet<string>): boolean => {
  if (CREDENTIALS.test(text)) return true
  for (const [, name = ""] of text.matchAll(PARAMETERS)) {
    const parameter = decoded(name)
    if (PARAMETER.test(parameter) || soundsSecret(parameter)) return true
  }
  const plain = decoded(text)
  for (const value of values) if (text.includes(value) || plain.includes(value)) return true
  return false
}

/** A value travels in an address with some of its characters spelled as `%2B`. */
const decoded = (text: string): string =>
  text.replaceAll("+", " ").replaceAll(/(?:%[0-9A-Fa-f]{2})+/gu, (spelled) =>
    Result.getOrElse(
      Result.try(() => decodeURIComponent(spelled)),
      () => spelled
    )
  )
