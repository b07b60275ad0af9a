#!/bin/sh
# Luyue's namespace, with how long closed processes stay visible; doing it again only sets that.
set -eu
if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
fi
# A namespace takes some seconds until every part of the server knows of it.
tries=0
until temporal workflow count --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 30 ] || { echo "The namespace $TEMPORAL_NAMESPACE is not there after 30 tries." >&2; exit 1; }
  sleep 1
done
