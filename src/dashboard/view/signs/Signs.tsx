import { useEffect, useState } from "preact/hooks"
import type { SignTile } from "../../../domain/fleet/SignTile.ts"
import { matches } from "../../model/rows/filterRows.ts"
import { faceOf, worstFirst, linkOf } from "../../model/signTiles.ts"
import { count } from "../../model/words/count.ts"
import { withFullStop } from "../../model/words/sentence.ts"
import { valueOf } from "../../state/Loadable.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { SignPanel } from "../overview/SignPanel.tsx"
import { Awaited, Blank } from "../parts/instead/Blank.tsx"
import { SearchField } from "../parts/controls/SearchField.tsx"
import { Trouble } from "../parts/instead/Trouble.tsx"
import { When } from "../parts/facts/When.tsx"

/** The controller asks each sign no more often. */
const RENEW_MS = 10_000

/** More would take long to draw; the search finds the others. */
const SHOWN_MAX = 300

const NONE: ReadonlyArray<SignTile> = []

const Tile = ({ sign }: { readonly sign: SignTile }) => {
  const { findings, last_seen, message, name, revision } = sign
  const { tone, word, words } = faceOf(sign)
  return (
    <li class={`tile tile-${tone}`}>
      <a class="tile-link" href={linkOf(sign)} rel="noreferrer">
        <SignPanel word={word} tone={tone} plugins={[]} />
        <bdi class="tile-name">{name}</bdi>
      </a>
      <p>
        <strong>{words}</strong>
        {findings === null || findings === 0 ? "" : `, ${count(findings, "finding")}`}
      </p>
      {message === "" ? null : (
        <p class="soft">
          <bdi>{message}</bdi>
        </p>
      )}
      <p class="soft">
        {revision === null ? null : <code title={revision}>{revision.slice(0, 12)}</code>}{" "}
        {last_seen === null ? "never seen" : <When iso={last_seen} />}
      </p>
    </li>
  )
}

/** The signs of the list, as each says that it stands; those that are not fine first. */
export const Signs = () => {
  const signs = useModel((model) => model.signs)
  const live = useModel(({ link }) => link.tag === "live")
  const { openSigns } = useControls()
  const [search, setSearch] = useState("")
  useEffect(() => {
    if (!live) return undefined
    openSigns()
    const timer = setInterval(() => {
      if (!document.hidden) openSigns()
    }, RENEW_MS)
    return () => clearInterval(timer)
  }, [live, openSigns])
  const known = valueOf(signs)
  const all = known?.signs ?? NONE
  const found = worstFirst(
    all.filter((sign) => matches(search, [sign.name, sign.state, sign.revision ?? ""]))
  )
  const fine = all.filter(({ as_desired }) => as_desired).length
  const unknown = all.filter(({ state }) => state === "unknown").length
  return (
    <section class="view">
      <h1 tabIndex={-1}>Signs</h1>
      {signs.tag === "failed" ? (
        <Trouble what="The list of signs" problem={signs.problem} onRetry={openSigns} />
      ) : null}
      {known?.problem == null ? null : (
        <p class="trouble" role="alert">
          The list of signs cannot be read: {withFullStop(known.problem)}
        </p>
      )}
      <search class="toolbar" aria-label="Signs">
        <SearchField label="Find a sign" search={search} onSearch={setSearch} />
      </search>
      <p role="status">
        {known === undefined
          ? ""
          : `${fine} of ${all.length} as desired${unknown === 0 ? "" : `, ${unknown} unknown`}.`}
        {found.length > SHOWN_MAX ? ` ${SHOWN_MAX} of ${found.length} are shown.` : ""}
      </p>
      {known === undefined ? (
        signs.tag === "waiting" ? (
          <Awaited lines={8} what="The list of signs" />
        ) : null
      ) : known.signs === null ? (
        <Blank title="No list of signs is given">
          <p class="soft">
            Start the controller with <code>--signs FILE</code>.
          </p>
        </Blank>
      ) : (
        <ul class="tiles">
          {found.slice(0, SHOWN_MAX).map((sign) => (
            <Tile key={sign.name} sign={sign} />
          ))}
        </ul>
      )}
    </section>
  )
}
