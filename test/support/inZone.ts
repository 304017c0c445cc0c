/** What `body` yields where this process stands in that time zone. */
export const inZone = <A>(zone: string, body: () => A): A => {
  const { TZ } = process.env
  process.env["TZ"] = zone
  try {
    return body()
  } finally {
    if (TZ === undefined) delete process.env["TZ"]
    else process.env["TZ"] = TZ
  }
}
