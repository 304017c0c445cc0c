/** A sign on which nothing is left but what a person has to decide. */
import type { Answers } from "./fakeController.ts"
import { finding, report } from "./documents.ts"
import { agreeingSign } from "./signs.ts"

const CONFIG = "config/config.json"
const BACKUP = "config/backups/config.json.backup.20260401_101010"

const twice = finding("clock-simple", {
  inconsistency_type: "plugin_state_corrupted",
  reason: "duplicate_id",
  choices: [
    { choice: "clock-simple", does: "stays (version 1.0.1), and old-clock is set aside" },
    { choice: "old-clock", does: "stays (version 0.9), and clock-simple is set aside" }
  ],
  outcome: { status: "manual" }
})

const oldKey = finding("odds_ticker", {
  inconsistency_type: "plugin_missing_on_disk",
  reason: "wrong_key",
  cause: "the right key is odds-ticker",
  right_key: "odds-ticker",
  choices: [
    { choice: "odds-ticker", does: "becomes the name of the entry odds_ticker; its settings are kept" }
  ],
  outcome: { status: "manual" }
})

const explained = {
  disk: { known: false },
  manager: { known: false },
  config: { known: true, facts: { enabled: true } },
  state: { known: false },
  rules: [],
  next: "A person has to decide; see what each rule says."
} as const

export const decidingSign = {
  ...agreeingSign,
  found: [twice, oldKey],
  explanations: { odds_ticker: explained }
}

const unreadable = {
  source: "config",
  path: CONFIG,
  code: "not_json",
  error: "not valid JSON, at line 3, column 3: a comma is missing at the end of line 2",
  backup: BACKUP
} as const

export const brokenSign = {
  ...agreeingSign,
  status: { last_report: report([], { result: "could_not_tell", source_errors: [unreadable] }) }
}

const waiting = {
  target: CONFIG,
  reason: "not_json",
  description: `${CONFIG}: ${unreadable.error}`,
  choices: [
    {
      choice: BACKUP,
      does: "is put in its place, and the present file is kept as config/config.json.corrupt-20260402_091500"
    }
  ],
  lines: [
    { change: "same", line: 1, text: "{" },
    { change: "removed", line: 2, text: '  "timezone": ‹set›' },
    { change: "added", line: 2, text: '  "timezone": ‹set›,' },
    { change: "same", line: 3, text: '  "clock-simple": {' },
    { change: "removed", line: 4, text: '    "enabled": false,' },
    { change: "added", line: 4, text: '    "enabled": true,' },
    { change: "same", line: 5, text: '    "format": ‹set›' }
  ]
}

/** The controller's answers, and to what the comparison of the broken file asks. */
export const comparing =
  (answers: Answers): Answers =>
  (asked) =>
    asked.path === "resolve" && asked.method === "GET"
      ? { data: { open: [waiting], source_errors: [] } }
      : answers(asked)
