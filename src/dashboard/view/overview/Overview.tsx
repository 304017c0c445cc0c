import { DesiredState } from "../desired/DesiredState.tsx"
import { Conditions } from "./Conditions.tsx"
import { Drift } from "./drift/Drift.tsx"
import { Findings } from "./findings/Findings.tsx"
import { Hero } from "./Hero.tsx"
import { Operations } from "./Operations.tsx"
import { Repaired } from "./Repaired.tsx"
import { SourceErrors } from "./findings/SourceErrors.tsx"

/** What is wrong, what is going on, and how it has been. */
export const Overview = () => (
  <>
    <Hero />
    <Operations />
    <SourceErrors />
    <Findings />
    <Repaired />
    <DesiredState />
    <Conditions />
    <Drift />
  </>
)
