/** The store as the program uses it, loaded with its network and its archives when a plugin is to be fetched. */
import { Layer } from "effect"
import { NodeGitProgram } from "../../node/NodeGitProgram.ts"
import { NodeHttp } from "../../node/NodeHttp.ts"
import { NodeZipReader } from "../../node/NodeZipReader.ts"
import { StoreLive } from "../../services/store/StoreLive.ts"

export const storeLive = StoreLive.pipe(
  Layer.provide(Layer.merge(NodeZipReader.layer, NodeGitProgram.layer)),
  Layer.provide(NodeHttp.layer)
)
