#!/bin/sh
# Rolls a document of desired states out to more and more signs, and takes it back where signs took it back.
#
#   SIGN_KEY=key.pem PUBLISH='./publish' PREVIOUS=former.json ./roll-out.sh desired.json signs.json
#
# SIGN_KEY  Ed25519 private key in PEM (openssl genpkey -algorithm ed25519)
# PUBLISH   a command that puts the file that it is given beside the others on the web server
# PREVIOUS  the document that was in force before
# SHARES, EVERY, GATE  the steps, the seconds between two looks, more options of the gate
set -eu

document=${1:?the document}
signs=${2:?the list of signs}
: "${SIGN_KEY:?}" "${PUBLISH:?}" "${PREVIOUS:?}"
program=${LEDMATRIX_RECONCILER:-ledmatrix-reconciler}

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# The serial is the time: each publishing has a higher one, a roll-back too.
publish() {
  node -e '
    const { readFileSync, writeFileSync } = require("node:fs")
    const [from, share, to] = process.argv.slice(1)
    const serial = Math.floor(Date.now() / 1000)
    const stamped = { ...JSON.parse(readFileSync(from, "utf8")), serial, rollout: { share: Number(share) } }
    writeFileSync(to, `${JSON.stringify(stamped, null, 2)}\n`)
  ' "$1" "$2" "$out/desired.json"
  openssl pkeyutl -sign -rawin -inkey "$SIGN_KEY" -in "$out/desired.json" -out "$out/desired.json.sig"
  $PUBLISH "$out/desired.json.sig"
  $PUBLISH "$out/desired.json"
  revision=$(sha256sum < "$out/desired.json" | cut -c1-64)
}

for share in ${SHARES:-0.02 0.1 0.5 1}; do
  publish "$document" "$share"
  echo "share $share: revision $revision"
  while :; do
    code=0
    # shellcheck disable=SC2086 # several options
    $program fleet gate "$signs" --revision "$revision" ${GATE:-} || code=$?
    case $code in
      0) break ;;
      2) sleep "${EVERY:-60}" ;;
      *)
        publish "$PREVIOUS" 1
        echo "taken back: revision $revision is the former document again" >&2
        exit 1
        ;;
    esac
  done
done
