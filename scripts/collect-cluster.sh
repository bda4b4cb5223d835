#!/bin/sh
# Collects what a Kubernetes cluster says about itself, with nothing but `kubectl get` and `kubectl logs`, into one archive that
# `firstcause investigate --snapshot` reads. Changes nothing in the cluster. Of Secrets only names, types and key names are written,
# never a value; ConfigMaps, environment variables and logs are written as they are.
set -eu

usage() {
  cat << 'TEXT'
usage: collect-cluster.sh [-n NAMESPACE]... [-o FOLDER] [-s SINCE] [-t LINES] [-j JOBS] [-- KUBECTL OPTIONS]
  -n NAMESPACE  only this namespace (may be given several times); without it all namespaces
  -o FOLDER     where the archive is written (default: here)
  -s SINCE      logs from this long ago on (default 6h)
  -t LINES      at most so many last lines of each container, and 5 MB (default 5000)
  -j JOBS       logs fetched side by side (default 4)
What follows -- is given to each kubectl, for example: -- --context production
KUBECTL names the program (default: kubectl).
TEXT
}

namespaces='' out=. since=6h lines=5000 jobs=4
while getopts n:o:s:t:j:h option; do
  case $option in
    n) namespaces="$namespaces $OPTARG" ;;
    o) out=$OPTARG ;;
    s) since=$OPTARG ;;
    t) lines=$OPTARG ;;
    j) jobs=$OPTARG ;;
    h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done
shift $((OPTIND - 1))
KUBECTL=${KUBECTL:-kubectl}
# Bytes of one log; the last lines are what is wanted, so lines are limited first.
LOG_BYTES=5000000
# What one request may take; an API server that hangs costs its part, not the collection.
TIMEOUT=60s

command -v "$KUBECTL" > /dev/null || { echo "collect-cluster: there is no $KUBECTL; set KUBECTL to where it is" >&2; exit 1; }
umask 077
name=cluster-$(date -u +%Y%m%dT%H%M%SZ)
dir=$out/$name
mkdir -p "$dir/lists" "$dir/logs"
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM

say() { printf '%s\n' "$*" >&2; }
kube() { "$KUBECTL" "$@"; }

# Runs a command into a file. A listing that failed is removed, because kubectl then prints an empty list, which would say that there is
# nothing; what it said is kept beside it, because that something may not be read is worth knowing, too.
keep() { # file, command
  file=$1
  shift
  if "$@" > "$file" 2> "$file.error"; then
    rm -f "$file.error"
  else
    rm -f "$file"
    failed=$((failed + 1))
  fi
}

failed=0
say "collecting into $dir.tar.gz"
date -u +%Y-%m-%dT%H:%M:%SZ > "$dir/started.txt"
kube version -o json --request-timeout="$TIMEOUT" "$@" > "$dir/version.json" 2> "$dir/version.json.error" || {
  say "collect-cluster: the cluster does not answer: $(tail -n 1 "$dir/version.json.error")"
  exit 1
}
rm -f "$dir/version.json.error"

# Who wrote which field when; kubectl before 1.21 shows it without being asked and does not know the option.
fields=
if kube get --help 2> /dev/null | grep -q -- --show-managed-fields; then fields=--show-managed-fields; fi

# Left out: Secrets (below), what is listed under another name as well, schemas of megabytes, and copies of the API's own tables.
SKIPPED='^(secrets|events\.events\.k8s\.io|componentstatuses|customresourcedefinitions\.apiextensions\.k8s\.io|bindings|.*\.(metrics|custom\.metrics|external\.metrics)\.k8s\.io)$'
kube api-resources --verbs=list --namespaced=true -o name "$@" > "$dir/namespaced" 2> "$dir/api-resources.error" || true
kube api-resources --verbs=list --namespaced=false -o name "$@" > "$dir/cluster-wide" 2>> "$dir/api-resources.error" || true
[ -s "$dir/api-resources.error" ] || rm -f "$dir/api-resources.error"
[ -s "$dir/namespaced" ] || { say "collect-cluster: the cluster does not say what it has: $(tail -n 1 "$dir/api-resources.error")"; exit 1; }
grep -Ev "$SKIPPED" "$dir/namespaced" > "$dir/wanted"
grep -Ev "$SKIPPED" "$dir/cluster-wide" > "$dir/wanted-cluster-wide" || true

total=$(($(wc -l < "$dir/wanted") + $(wc -l < "$dir/wanted-cluster-wide")))
count=0
list() { # file below lists/, resource, options
  file=$1 resource=$2
  shift 2
  # shellcheck disable=SC2086 # an empty option is no option
  keep "$dir/lists/$file.json" kube get "$resource" -o json $fields --request-timeout="$TIMEOUT" "$@"
}
while read -r resource; do
  count=$((count + 1))
  say "[$count/$total] $resource"
  list "$resource" "$resource" "$@" < /dev/null
done < "$dir/wanted-cluster-wide"
while read -r resource; do
  count=$((count + 1))
  say "[$count/$total] $resource"
  if [ -z "$namespaces" ]; then list "$resource" "$resource" -A "$@" < /dev/null; fi
  for namespace in $namespaces; do
    mkdir -p "$dir/lists/$namespace"
    list "$namespace/$resource" "$resource" -n "$namespace" "$@" < /dev/null
  done
done < "$dir/wanted"

# Values are not in the template, so none reaches the disk.
SECRETS='{"apiVersion":"v1","kind":"SecretList","items":[{{range $i, $s := .items}}{{if $i}},{{end}}
{"apiVersion":"v1","kind":"Secret","metadata":{"name":{{printf "%q" $s.metadata.name}},"namespace":{{printf "%q" $s.metadata.namespace}},"creationTimestamp":{{printf "%q" $s.metadata.creationTimestamp}}},"type":{{printf "%q" $s.type}},"data":{ {{- $comma := ""}}{{range $key, $value := $s.data}}{{$comma}}{{printf "%q" $key}}:""{{$comma = ","}}{{end -}} }}{{end}}
]}
'
say 'names of secrets'
if [ -z "$namespaces" ]; then keep "$dir/lists/secrets.json" kube get secrets -A -o "go-template=$SECRETS" --request-timeout="$TIMEOUT" "$@"; fi
for namespace in $namespaces; do
  keep "$dir/lists/$namespace/secrets.json" kube get secrets -n "$namespace" -o "go-template=$SECRETS" --request-timeout="$TIMEOUT" "$@"
done

# One line for each container: namespace, pod, container, restarts.
PODS='{{range $p := .items}}{{range $p.status.initContainerStatuses}}{{$p.metadata.namespace}} {{$p.metadata.name}} {{.name}} {{.restartCount}}
{{end}}{{range $p.status.containerStatuses}}{{$p.metadata.namespace}} {{$p.metadata.name}} {{.name}} {{.restartCount}}
{{end}}{{end}}'
: > "$dir/containers"
if [ -z "$namespaces" ]; then kube get pods -A -o "go-template=$PODS" --request-timeout="$TIMEOUT" "$@" > "$dir/containers" 2> /dev/null || failed=$((failed + 1)); fi
for namespace in $namespaces; do
  kube get pods -n "$namespace" -o "go-template=$PODS" --request-timeout="$TIMEOUT" "$@" >> "$dir/containers" 2> /dev/null || failed=$((failed + 1))
done

containers=$(wc -l < "$dir/containers" | tr -d ' ')
say "logs of $containers containers, the last $lines lines since $since of each"
export KUBECTL LOG_BYTES TIMEOUT
# Arguments: folder, since, lines, namespace, pod, container, restarts, then what is given to each kubectl.
# shellcheck disable=SC2016 # expanded by the inner shell
FETCH='
  dir=$1 since=$2 lines=$3 namespace=$4 pod=$5 container=$6 restarts=$7
  shift 7
  mkdir -p "$dir/logs/$namespace/$pod"
  file=$dir/logs/$namespace/$pod/$container
  fetch() {
    "$KUBECTL" logs -n "$namespace" "$pod" -c "$container" --timestamps --tail="$lines" --limit-bytes="$LOG_BYTES" --request-timeout="$TIMEOUT" "$@"
  }
  fetch --since="$since" "$@" > "$file.log" 2> "$file.log.error" && rm -f "$file.log.error"
  [ -s "$file.log" ] || rm -f "$file.log"
  [ "$restarts" -gt 0 ] || exit 0
  fetch --previous "$@" > "$file-previous.log" 2> /dev/null
  [ -s "$file-previous.log" ] || rm -f "$file-previous.log"
  exit 0'
done_logs=0
while read -r namespace pod container restarts; do
  sh -c "$FETCH" fetch "$dir" "$since" "$lines" "$namespace" "$pod" "$container" "$restarts" "$@" < /dev/null &
  done_logs=$((done_logs + 1))
  if [ $((done_logs % jobs)) -eq 0 ]; then wait; fi
  if [ $((done_logs % 200)) -eq 0 ]; then say "[$done_logs/$containers] logs"; fi
done < "$dir/containers"
wait

rm -f "$dir/namespaced" "$dir/cluster-wide" "$dir/wanted" "$dir/wanted-cluster-wide" "$dir/containers"
date -u +%Y-%m-%dT%H:%M:%SZ > "$dir/finished.txt"
tar -czf "$dir.tar.gz" -C "$out" "$name"
[ "$failed" -eq 0 ] || say "$failed listings were refused or failed; what kubectl said lies beside them and is read too"
say "wrote $dir.tar.gz ($(($(wc -c < "$dir.tar.gz") / 1000)) kB). Investigate it with:"
printf 'npm run --silent firstcause -- investigate --snapshot %s\n' "$dir.tar.gz"
