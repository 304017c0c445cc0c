import type { PluginExplanation } from "../../api/wire.ts"
import { wantedRows } from "../../model/rows/wantedRows.ts"

/** What the document wants of the plugin beside what is, and which layer says it. */
export const Wanted = ({ explanation }: { readonly explanation: PluginExplanation }) => {
  const { desired } = explanation
  if (desired === undefined) return null
  return (
    <section aria-labelledby="wanted">
      <h3 id="wanted">What the document wants</h3>
      <p class="soft">
        Revision <code title={desired.revision}>{desired.revision.slice(0, 12)}</code> of{" "}
        <code dir="ltr">{desired.document}</code>
      </p>
      <table class="wanted">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Wanted</th>
            <th scope="col">Is</th>
            <th scope="col">Said by</th>
          </tr>
        </thead>
        <tbody>
          {wantedRows(explanation).map(({ field, is, layer, wanted }) => (
            <tr key={field}>
              <th scope="row">
                <bdi>{field}</bdi>
              </th>
              <td>{wanted}</td>
              <td>{is}</td>
              <td>
                <bdi>{layer}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
