#!/bin/sh
# Runs the program with the Node that lies beside it; nothing else has to be installed.
self=$0
case $self in
  /*) ;;
  *) self=$PWD/$self ;;
esac
real=$self
if [ -L "$self" ]; then real=$(readlink -f "$self"); fi
here=${real%/*}

# By which path a unit should start it: a link outlives an update.
export LEDMATRIX_RECONCILER_LAUNCHER="$self"
# What keeps it small on a small machine. See docs/raspberry-pi.md of the sources.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}" MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-65536}"

exec "$here/bin/node" --max-semi-space-size=2 --max-old-space-size=96 "$here/dist/cli/bin.js" "$@"
