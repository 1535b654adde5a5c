#!/bin/sh
# Takes the place of Claude Code's CLI in tests of the packaged service. Usage:
#
#   sh fake-claude.sh DIRECTORY NAME [SWITCH...] [OPTION...]
#
# It appends a line to DIRECTORY/starts when it starts, and a line to DIRECTORY/violations when it finds that another process
# runs the same task. Then it reads the prompt, works, and prints DIRECTORY/limited.jsonl until the time in DIRECTORY/NAME.until
# (seconds since the epoch), or DIRECTORY/answer.jsonl after that time. It ends when its standard input ends.
#
# Switches; all other options are those that Yardmaster passes to Claude Code, and have no effect:
#   --sleep=SECONDS         works for this time
#   --jitter=MILLISECONDS   works for a time below this one (at most 999), which depends on the process id
#   --slots=COUNT           works with a slot of COUNT, and notes a violation when all slots are taken
#   --first-waits           the first session of each task waits for the file DIRECTORY/go-TASK, or for the end of the test
#   --background-tool       leaves a process in the background that outlives it
#   --in-pieces             prints its answer in pieces of 300 lines, with 50 ms between them
#   --hide-instance         runs without the id of the service, so that other services can't find it, as if on another machine
case " $* " in
    *" --hide-instance "*) [ -z "${YARDMASTER_INSTANCE:-}" ] || exec env -u YARDMASTER_INSTANCE sh "$0" "$@" ;;
esac

cd "$1" || exit 1
name=$2
shift 2
seconds=0 jitter=0 slots=0 first_waits= background_tool= in_pieces=
for option; do
    case $option in
        --sleep=*) seconds=${option#*=} ;;
        --jitter=*) jitter=${option#*=} ;;
        --slots=*) slots=${option#*=} ;;
        --first-waits) first_waits=yes ;;
        --background-tool) background_tool=yes ;;
        --in-pieces) in_pieces=yes ;;
    esac
done

# Holds the lock of a free slot on descriptor 8.
take_slot() {
    for slot in $(seq "$slots"); do
        exec 8>"slot-$slot"
        flock -n 8 && return
    done
    echo "More sessions run than slots exist" >>violations
}

wait_for_go() {
    [ "$(grep -c "$YARDMASTER_TASK" starts)" -eq 1 ] || return
    until [ -e "go-$YARDMASTER_TASK" ] || [ ! -e starts ]; do sleep 0.1; done
}

print_in_pieces() {
    count=0
    while IFS= read -r line; do
        printf '%s\n' "$line"
        count=$((count + 1))
        [ $((count % 300)) -ne 0 ] || sleep 0.05
    done <answer.jsonl
}

echo "$(date +%s%3N) $name $YARDMASTER_TASK ${YARDMASTER_INSTANCE:-}" >>starts
exec 9>"lock-$YARDMASTER_TASK"
flock -n 9 || echo "Two processes run the task $YARDMASTER_TASK" >>violations
read -r _
[ -z "$background_tool" ] || setsid sleep 300 9>&- >/dev/null 2>&1 &
[ "$slots" -eq 0 ] || take_slot
[ -z "$first_waits" ] || wait_for_go
sleep "$seconds"
sleep "$(printf '0.%03d' $(($$ % (jitter + 1))))"
until=$(cat "$name.until")
if [ "$(date +%s)" -lt "$until" ]; then
    sed "s/UNTIL/$until/" limited.jsonl
elif [ -n "$in_pieces" ]; then
    print_in_pieces
else
    cat answer.jsonl
fi
cat >/dev/null
