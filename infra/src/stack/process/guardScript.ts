/**
 * A shell that runs one server and outlives whoever started it by just as long as the server takes to go: standard
 * input is a pipe from the starter, and when that ends, by whatever death, SIGKILL included, the server is ended too.
 *
 * Arguments: signal to an orphaned server, seconds until SIGKILL, folder to remove after an orphan ('' : none), command.
 * A line on the pipe is a signal name to pass on. Exits with the server's status. Plain POSIX sh: Linux and macOS.
 */
export const GUARD_SCRIPT = `
signal=$1 grace=$2 remove=$3
shift 3
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
(
  while read -r order <&3; do kill -s "$order" "$server"; done
  trap '' TERM
  kill -s "$signal" "$server"
  tries=0
  while kill -0 "$server" && [ "$tries" -lt $((grace * 10)) ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -s KILL "$server"
  tries=0
  while [ -n "$remove" ] && [ -e "$remove" ] && [ "$tries" -lt 25 ]; do
    rm -rf "$remove"
    sleep 0.2
    tries=$((tries + 1))
  done
) >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$server"
status=$?
kill -s TERM "$watcher" 2>/dev/null
exit "$status"
`;
