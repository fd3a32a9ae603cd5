#!/bin/sh
# Makes the namespace that holds the leads, and the search attributes that they are listed by. Runs before every start:
# what is there already is left alone, and a search attribute that is there with another type stops the start.
set -eu

: "${TEMPORAL_ADDRESS:?host:port of the Temporal frontend}"
: "${TEMPORAL_NAMESPACE:?the namespace that holds the leads}"
: "${RETENTION:?how long the history of a lead that has ended is kept, such as 90d}"

# A frontend that accepts connections may still be gathering its cluster, and for some seconds a namespace that was
# just made is not known everywhere: ask again, and show only the last answer.
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

# Made first and described never: asking for one that is missing has the frontend remember that it is missing.
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
