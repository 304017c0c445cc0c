/** Everything one pass knows, read at one moment: the only input of `detect` beside the policy. */
import type { Option } from "effect"
import type { DesiredView } from "../desired/DesiredView.ts"
import type { HostView } from "../host/HostView.ts"
import type { ConfigView } from "./ConfigView.ts"
import type { DiskView } from "./DiskView.ts"
import type { LedgerView } from "./Ledger.ts"
import type { ManagerView } from "./ManagerView.ts"
import type { Reading } from "./Source.ts"
import type { StateView } from "./StateView.ts"
import type { StoreView } from "./StoreView.ts"

/** What all sources said at one moment. The rules judge this and nothing else. */
export interface Snapshot {
  /** What LEDMatrix this is. */
  readonly host: HostView
  readonly config: Reading<ConfigView>
  readonly disk: Reading<DiskView>
  readonly manager: Reading<ManagerView>
  /** None where LEDMatrix keeps no saved state: then there is no such source, and no file of it counts. */
  readonly state: Option.Option<Reading<StateView>>
  readonly store: StoreView
  readonly ledger: LedgerView
  /** Plugins that cannot be reinstalled, as this process has learnt; emptied by a forced run. */
  readonly unrecoverable: ReadonlySet<string>
  /** Plugins that have no entry, and had one when this process looked before. */
  readonly lostEntries: ReadonlySet<string>
  /** Plugins that this run has brought where neither a directory nor an entry was: no uninstall is left to wait for. */
  readonly brought?: ReadonlySet<string>
  /** What this sign should be; absent where no desired state is given. */
  readonly desired?: DesiredView | undefined
  /** When the snapshot was taken, milliseconds since the epoch. */
  readonly takenAtMs: number
}
