/** Who may read the file of secrets, and the copies of it beside it. */
import { SECRETS } from "../world/documents.ts"
import { ROOT } from "../world/world.ts"

/** That of the file an installation begins with: for its owner alone. */
export const SECRETS_MODE = 0o600

/** Files that hold secrets by right: their own, and our next version of it. */
export const holdsSecrets = (path: string): boolean =>
  path === SECRETS || path.startsWith(`${ROOT}/config/.config_secrets.json.ledmatrix-reconciler.`)

/** Files of secrets that somebody may do more with than with the one that the installation began with. */
export const exposed = (modes: ReadonlyMap<string, number>): ReadonlyArray<string> =>
  [...modes]
    .filter(([path, mode]) => holdsSecrets(path) && (mode & ~SECRETS_MODE) !== 0)
    .map(([path, mode]) => `${path} has mode ${mode.toString(8)}, wider than what it replaces`)
