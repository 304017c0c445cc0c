/** The library: the services, what they speak of, and every error. Importing it starts nothing. */
export { Config, ConfigWriter } from "./services/Config.ts"
export { Disk, DiskWriter } from "./services/Disk.ts"
export { PluginManager } from "./services/PluginManager.ts"
export { PluginStore } from "./services/PluginStore.ts"
export { StateStore, StateWriter } from "./services/StateStore.ts"
export { Report } from "./domain/Report.ts"
export { type Policy, defaultPolicy } from "./domain/Policy.ts"
