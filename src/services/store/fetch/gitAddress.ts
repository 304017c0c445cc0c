/** Pure: what git is given to clone. */
import { Result } from "effect"
import type { GitProtocol } from "../../../ports/GitProgram.ts"
import { UNSEEN } from "./gitVerdict.ts"

/** The address as git gets it: in one form, which git cannot take for an option or for a command of a transport. */
export const gitAddress = (
  address: string,
  protocols: ReadonlyArray<GitProtocol>
): Result.Result<string, string> => {
  if (UNSEEN.test(address) || !address.isWellFormed())
    return Result.fail("its address holds a character that no address should")
  if (address.startsWith("/")) {
    // As an address even a local repository is fetched shallowly, and by git's own protocol.
    return protocols.includes("file")
      ? Result.succeed(`file://${address.split("/").map(encodeURIComponent).join("/")}`)
      : Result.fail("a local repository is not followed here")
  }
  const url = /^https?:\/\//iu.test(address) && URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined) return Result.fail("its address is none that is cloned")
  if (url.username !== "" || url.password !== "") return Result.fail("its address carries credentials")
  return protocols.some((protocol) => `${protocol}:` === url.protocol)
    ? Result.succeed(url.href)
    : Result.fail(`${url.protocol} addresses are not followed`)
}

const BRANCH = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/u

/** Whether it is a plain name of a branch. */
export const isBranch = (name: string): boolean =>
  BRANCH.test(name) && !name.includes("..") && !/\.lock(?:\/|$)/u.test(name)
