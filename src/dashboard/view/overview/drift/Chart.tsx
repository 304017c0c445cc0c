import { nearestPoint, type Picture, SHEET } from "../../../model/picture/picture.ts"

/** The shapes are stretched to the width of the page; the letters are not. */
export const Chart = ({
  onPoint,
  picture,
  pointed
}: {
  readonly picture: Picture
  /** Where on the sheet somebody points. */
  readonly pointed: number | undefined
  readonly onPoint: (x: number | undefined) => void
}) => {
  const { area, bars, counts, line, points, times } = picture
  const point = ({
    clientX,
    currentTarget
  }: {
    readonly clientX: number
    readonly currentTarget: Element
  }): void => {
    const { left, width } = currentTarget.getBoundingClientRect()
    onPoint(nearestPoint(points, ((clientX - left) / width) * SHEET.width)?.x)
  }
  return (
    <div class="chart" dir="ltr" aria-hidden="true">
      {counts.map(({ at, label }) => (
        <span key={label} class="chart-count" style={{ top: `${at}%` }}>
          {label}
        </span>
      ))}
      <svg
        viewBox={`0 0 ${SHEET.width} ${SHEET.height}`}
        preserveAspectRatio="none"
        onPointerMove={point}
        onPointerLeave={() => onPoint(undefined)}
      >
        <path class="chart-grid" d={counts.map(({ at }) => `M0 ${at}H${SHEET.width}`).join("")} />
        <path class="chart-grid" d={times.map(({ at }) => `M${at} 0V${SHEET.height}`).join("")} />
        <path class="chart-area" d={area} />
        <path class="chart-line" d={line} />
        <path class="chart-bars" d={bars} />
        {pointed === undefined ? null : <path class="chart-pointer" d={`M${pointed} 0V${SHEET.height}`} />}
      </svg>
      {times.map(({ at, label }) => (
        <span key={`${at}`} class="chart-time" style={{ left: `${at / 10}%` }}>
          {label}
        </span>
      ))}
    </div>
  )
}
