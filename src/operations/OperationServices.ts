import type { Readers } from "../reconcile/look/snapshot.ts"
import type { Writers } from "../reconcile/Reconciler.ts"
import type { Checkouts } from "../services/Checkouts.ts"
import type { Installation } from "../services/Installation.ts"

/** What operations need: the services of a run, and `Checkouts` to spare an owner's own work. */
export type OperationServices = Readers | Writers | Checkouts | Installation
