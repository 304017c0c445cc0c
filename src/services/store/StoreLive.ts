/** The live layers of the store's registry and installer: network, archives and writing. */
import { Effect, Layer } from "effect"
import type { HttpClient } from "effect/http"
import type { FileReader, FileWriter } from "../../ports/Files.ts"
import { Host } from "../installation/Host.ts"
import type { Installation } from "../installation/Installation.ts"
import { PluginInstaller, PluginRegistry } from "../PluginStore.ts"
import { type InstallerServices, liveInstaller } from "./install/liveInstaller.ts"
import { liveRegistry } from "./registry/liveRegistry.ts"
import type { StoreSettings } from "./StoreSettings.ts"

/** The registry of `StoreSettings`, over HTTP or in a local file. */
export const PluginRegistryLive: Layer.Layer<
  PluginRegistry,
  never,
  FileReader | FileWriter | Installation | StoreSettings | HttpClient.HttpClient
> = Layer.effect(PluginRegistry, liveRegistry)

/** Fetches, checks and places plugins of that registry. */
export const PluginInstallerLive: Layer.Layer<PluginInstaller, never, InstallerServices | PluginRegistry> =
  Layer.effect(PluginInstaller, Effect.flatMap(PluginRegistry, liveInstaller)).pipe(Layer.provide(Host.layer))

/** Both, on one registry. */
export const StoreLive: Layer.Layer<PluginInstaller | PluginRegistry, never, InstallerServices> =
  PluginInstallerLive.pipe(Layer.provideMerge(PluginRegistryLive))
