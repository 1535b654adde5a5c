# Comes before the examples of the documentation when a test runs them. It sends each request to the service under test, puts ids from earlier
# answers in the place of TASK, SESSION and LIMIT, and ends the script if an answer is an error.
set -e

# The classes of the command line, in the place of the executable.
target/yardmaster() {
  local arguments=() argument answer
  for argument in "$@"; do
    argument=${argument//TASK/$TASK}
    arguments+=("${argument//SESSION/$SESSION}")
  done
  # The stream of an agent has no end.
  local seconds=60
  [ "$1 $2" = "agent stream" ] && seconds=5
  answer=$(YARDMASTER_URL=http://$SERVICE YARDMASTER_TOKEN=$(cat ~/.yardmaster/admin-token) \
    timeout $seconds $COMMAND_LINE "${arguments[@]}" 2>&1) || {
    [ $? -eq 124 ] && [ $seconds -eq 5 ] && return 0
    printf 'FAILED: yardmaster %s\n%s\n' "${arguments[*]}" "$answer"
    exit 1
  }
  printf '%s\n' "$answer"
  [[ $answer =~ ^id\ +([0-9a-f-]{36}) ]] || return 0
  case "$1 $2" in
    "task create") TASK=${BASH_REMATCH[1]} ;;
    "agent start") SESSION=${BASH_REMATCH[1]} ;;
  esac
}

curl() {
  local arguments=() argument answer
  for argument in "$@"; do
    argument=${argument//TASK/$TASK}
    argument=${argument//SESSION/$SESSION}
    argument=${argument//LIMIT/$LIMIT}
    arguments+=("${argument//\/srv\/shop/$SHOP}")
  done
  # These streams have no end.
  local seconds=20 endless=false
  case "$*" in
    */api/changes* | *event-stream*/api/activity*) seconds=3 endless=true ;;
  esac
  answer=$(command curl --fail-with-body --max-time $seconds --connect-to "127.0.0.1:8484:$SERVICE" "${arguments[@]}") || {
    [ $? -eq 28 ] && $endless && [[ $answer =~ event: ]] && return 0
    printf 'FAILED: %s\n%s\n' "${arguments[*]}" "$answer"
    exit 1
  }
  printf '%s\n' "$answer"
  [[ $answer =~ \"id\":\"([^\"]*)\" ]] || return 0
  case "$*" in
    *"/api/tasks -d "*) TASK=${BASH_REMATCH[1]} ;;
    *"/start -d "*) SESSION=${BASH_REMATCH[1]} ;;
    *"/api/limits -d "*) LIMIT=${BASH_REMATCH[1]} ;;
  esac
}

