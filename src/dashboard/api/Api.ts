/** The controller's HTTP API as the page calls it. */
import { type Reply, failed } from "./Reply.ts"
import { type Guard, readReply } from "./readReply.ts"
import {
  isDone,
  isBegun,
  isDesired,
  isDiff,
  isExplanation,
  isHistory,
  isInstalled,
  isOpenChoices,
  isPasses,
  isReconciled,
  isResolved,
  isSigns,
  isStore,
  isUndone
} from "./shapes.ts"

/** A look-up that takes longer has no answer worth waiting for. Work may take as long as it takes. */
const LOOK_UP_MS_MAX = 30_000

export interface Access {
  readonly fetch: typeof fetch
  readonly token: () => string | undefined
}

export const headersOf = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` }

const ask = async <A>(
  access: Access,
  path: string,
  isWanted: Guard<A>,
  init: RequestInit
): Promise<Reply<A>> => {
  try {
    const answer = await access.fetch(`/api/v3/${path}`, {
      ...init,
      cache: "no-store",
      headers: {
        accept: "application/json",
        ...(init.body === undefined ? {} : { "content-type": "application/json" }),
        ...headersOf(access.token())
      }
    })
    return readReply(answer.status, await answer.text(), isWanted)
  } catch (error) {
    return failed({
      kind: "unreachable",
      code: "UNREACHABLE",
      message:
        error instanceof DOMException && error.name === "TimeoutError"
          ? "the controller took too long to answer"
          : "the controller does not answer"
    })
  }
}

export const makeApi = (access: Access) => {
  const get = <A>(path: string, isWanted: Guard<A>): Promise<Reply<A>> =>
    ask(access, path, isWanted, { signal: AbortSignal.timeout(LOOK_UP_MS_MAX) })
  const post = <A>(path: string, body: object, isWanted: Guard<A>): Promise<Reply<A>> =>
    ask(access, path, isWanted, { method: "POST", body: JSON.stringify(body) })
  const part = encodeURIComponent
  const onePlugin = (plugin_id: string | undefined): object => (plugin_id === undefined ? {} : { plugin_id })
  return {
    installed: () => get("plugins/installed", isInstalled),
    explain: (id: string) => get(`plugins/${part(id)}/explain`, isExplanation),
    history: () => get("history", isHistory),
    passes: () => get("reconciler/passes", isPasses),
    store: () => get("plugins/store/list", isStore),
    refreshStore: () => post("plugins/store/refresh", {}, isDone),
    reconcile: (options: { readonly force?: boolean; readonly replace_broken?: boolean }) =>
      post("plugins/state/reconcile", options, isReconciled),
    install: (plugin_id: string) => post("plugins/install", { plugin_id }, isBegun),
    uninstall: (plugin_id: string, preserve_config: boolean) =>
      post("plugins/uninstall", { plugin_id, preserve_config }, isBegun),
    update: (plugin_id: string) => post("plugins/update", { plugin_id }, isDone),
    toggle: (plugin_id: string, enabled: boolean) => post("plugins/toggle", { plugin_id, enabled }, isDone),
    suspend: (plugin_id?: string) => post("reconciler/suspend", onePlugin(plugin_id), isDone),
    resume: (plugin_id?: string) => post("reconciler/resume", onePlugin(plugin_id), isDone),
    restartDisplay: () => post("system/action", { action: "restart_display_service" }, isDone),
    choices: () => get("resolve", isOpenChoices),
    resolve: (target: string, choice: string) => post("resolve", { target, choice }, isResolved),
    diff: () => get("reconciler/diff", isDiff),
    desired: () => get("desired", isDesired),
    pauseDesired: (for_seconds?: number) =>
      post("desired/pause", for_seconds === undefined ? {} : { for_seconds }, isDone),
    resumeDesired: () => post("desired/resume", {}, isDone),
    signs: () => get("signs", isSigns),
    undo: (run: string) => post(`history/${part(run)}/undo`, {}, isUndone)
  }
}

export type Api = ReturnType<typeof makeApi>
