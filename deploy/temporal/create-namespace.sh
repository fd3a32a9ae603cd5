#!/bin/sh
# Creates the namespace for the leads and the search attributes that list them. Safe to run before every start: existing
# ones are left alone. A search attribute that exists with another type stops the start.
set -eu

: "${TEMPORAL_ADDRESS:?set host:port of the Temporal frontend}"
: "${TEMPORAL_NAMESPACE:?set the namespace of the leads}"
: "${RETENTION:?set how long the history of an ended lead is kept, for example 90d}"

# A frontend may accept connections before its cluster is ready, and a new namespace takes some seconds to be known
# everywhere. So each command is repeated until it succeeds, and only its last answer is shown.
patiently() {
    attempts=0
    until said=$("$@" 2>&1); do
        attempts=$((attempts + 1))
        if [ "$attempts" -ge "${MAX_ATTEMPTS:-30}" ]; then
            echo "gave up after $attempts attempts: $*" >&2
            echo "$said" >&2
            exit 1
        fi
        sleep "${WAIT_SECONDS:-2}"
    done
}

patiently temporal operator cluster health

# Create the namespace without describing it first: a frontend that is asked for a missing namespace caches the miss.
if ! said=$(temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION" 2>&1); then
    temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION" || {
        echo "$said" >&2
        exit 1
    }
fi

patiently temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
    --name LeadStage --type Keyword \
    --name LeadPriority --type Keyword \
    --name LeadOwner --type Keyword \
    --name LeadCadence --type Keyword \
    --name LeadNextDue --type Datetime
echo "namespace $TEMPORAL_NAMESPACE is ready"
