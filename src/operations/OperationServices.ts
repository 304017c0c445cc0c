import type { Readers } from "../reconcile/look/snapshot.ts"
import type { Writers } from "../reconcile/Reconciler.ts"
import type { Checkouts } from "../services/disk/checkouts/Checkouts.ts"
import type { Installation } from "../services/installation/Installation.ts"

/** What operations need: the services of a run, and `Checkouts` to spare an owner's own work. */
export type OperationServices = Readers | Writers | Checkouts | Installation
