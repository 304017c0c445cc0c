/** What a server answers beside the body: a status, and headers line by line. */
import type { Make } from "./json.ts"
import { address } from "./words.ts"

const LINES = [
  "location",
  "etag",
  "last-modified",
  "content-length",
  "content-encoding",
  "retry-after",
  "content-type"
] as const
const STATUSES = [
  "200",
  "200",
  "200",
  "200",
  "204",
  "206",
  "301",
  "302",
  "304",
  "307",
  "400",
  "403",
  "404",
  "410",
  "418",
  "429",
  "500",
  "503",
  "599"
] as const
const VALUES = [
  "0",
  "1",
  "5",
  "-1",
  "1e9",
  "999999",
  "99999999999999999999",
  "Wed, 21 Oct 2026 07:28:00 GMT",
  "gzip",
  "/",
  "//other.example/",
  "http://plain.example/",
  "https://user:secret@example.org/",
  "file:///etc/passwd",
  "data:,x",
  "https://",
  'W/"x"',
  "a".repeat(9000)
] as const

export const status: Make = (random) => random.pick(STATUSES)

export const headers: Make = (random) =>
  random
    .many(
      random.size(4),
      () => `${random.pick(LINES)}: ${random.oneIn(5) ? address(random) : random.pick(VALUES)}`
    )
    .join("\n")
