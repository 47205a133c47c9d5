# Runs "$@" for as long as our standard input stays open. The other end is held by the process that
# started us and by nothing else, so it closes however that process ends, kill -9 included.
exec 3<&0
"$@" 3<&- </dev/null >&2 &
child=$!
echo "$child"
# The shell would report the death of its child here; our starter sees it anyway.
exec 2>/dev/null
{
    while read -r ignored; do :; done <&3
    kill -9 "$child"
} >/dev/null &
watch=$!
exec 3<&-
wait "$child"
status=$?
kill -9 "$watch"
exit "$status"
