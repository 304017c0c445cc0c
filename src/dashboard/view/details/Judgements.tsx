import type { InconsistencyType } from "../../../domain/findings/Finding.ts"
import type { Judgement } from "../../../domain/findings/Explanation.ts"
import type { PluginExplanation } from "../../api/wire.ts"
import { asSentence } from "../../model/words/sentence.ts"
import { Glyph } from "../parts/glyphs/Glyph.tsx"
import type { GlyphName } from "../parts/glyphs/glyphs.ts"

const RULES: { readonly [type in InconsistencyType]: string } = {
  plugin_not_as_desired: "As desired",
  plugin_missing_in_config: "Settings know it",
  plugin_missing_on_disk: "It is installed",
  plugin_enabled_mismatch: "On or off agrees",
  plugin_version_mismatch: "Versions agree",
  plugin_state_corrupted: "Saved state is sound"
}

const VERDICTS: {
  readonly [verdict in Judgement["verdict"]]: { readonly glyph: GlyphName; readonly word: string }
} = {
  found: { glyph: "alert", word: "Not right" },
  clear: { glyph: "check", word: "Right" },
  skipped: { glyph: "dash", word: "Not looked at" }
}

const WHO: { readonly [action in NonNullable<Judgement["fix_action"]>]: string } = {
  auto_fix: "It is repaired without you.",
  manual_fix_required: "A person has to decide.",
  no_action: "Nothing to do."
}

/** Which rules looked at the plugin, and why each decided so. */
export const Judgements = ({ explanation }: { readonly explanation: PluginExplanation }) => (
  <section aria-labelledby="rules">
    <h3 id="rules">How it is judged</h3>
    <ul class="judgements">
      {explanation.rules.map(({ because, fix_action, reason, rule, verdict }) => (
        <li key={`${rule}${because}`} class={`judgement judgement-${verdict}`}>
          <Glyph name={VERDICTS[verdict].glyph} />
          <div>
            <p>
              <strong>{RULES[rule]}</strong>
              {verdict === "clear" ? (
                <span class="unseen">: {VERDICTS[verdict].word}</span>
              ) : (
                <>: {VERDICTS[verdict].word}</>
              )}{" "}
              {reason === undefined ? null : <code>{reason}</code>}
            </p>
            <p class="soft">
              {asSentence(because)} {fix_action === undefined ? null : WHO[fix_action]}
            </p>
          </div>
        </li>
      ))}
    </ul>
  </section>
)
