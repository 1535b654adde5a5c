#!/bin/sh
# Takes the place of Claude Code's CLI in tests: after the first line of its standard input it prints the files beside it. The file
# `switches` sets crashes (yes: ends by SIGKILL), stays (yes: waits for the end of its standard input) and exit_code.
here=$(dirname "$0")
. "$here/switches"
read -r _
cat "$here/stderr.txt" >&2 &
cat "$here/stdout.jsonl"
wait
[ "$crashes" = no ] || kill -KILL $$
[ "$stays" = no ] || cat >/dev/null
exit "$exit_code"
