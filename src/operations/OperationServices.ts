import type { Readers } from "../reconcile/look/snapshot.ts"
import type { Writers } from "../reconcile/Reconciler.ts"
import type { Backups } from "../services/config/Backups.ts"
import type { Checkouts } from "../services/disk/checkouts/Checkouts.ts"
import type { Installation } from "../services/installation/Installation.ts"

/** What operations need: the services of a run, `Backups` to put one back, and `Checkouts` to spare an owner's own work. */
export type OperationServices = Readers | Writers | Backups | Checkouts | Installation
