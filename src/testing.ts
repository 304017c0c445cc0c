/** What an application tests with: stand-ins for the outside world, with failures on demand. */
export { MemoryFiles } from "./testing/MemoryFiles.ts"
export type { Hook, Operation } from "./testing/memoryCalls.ts"
export {
  ConfigMemory,
  DiskMemory,
  HostMemory,
  LedgerMemory,
  MEMORY_ROOT,
  MemoryInstallation,
  type MemoryInstallationOptions,
  memoryPaths,
  PluginStoreMemory,
  type ProcessOptions,
  StateStoreMemory
} from "./testing/MemoryInstallation.ts"
export { MemoryLock } from "./testing/MemoryLock.ts"
export { MemoryStore, type Offer } from "./testing/MemoryStore.ts"
export { PluginManagerMemory, type ShownPlugin } from "./testing/PluginManagerMemory.ts"
export { MemoryWatcher } from "./testing/MemoryWatcher.ts"
