#!/bin/sh
# Creates Temporal's two databases and updates their schemas to this image's version. Safe to run before every start;
# the same job does the upgrade.
set -eu

: "${POSTGRES_SEEDS:?set the host of the PostgreSQL server}"
: "${POSTGRES_USER:?set the role that owns both databases}"
: "${SQL_PASSWORD:?set the password of that role}"

schemas=${SCHEMAS:-/etc/temporal/schema/postgresql/v12}

sql() {
    database=$1
    shift
    temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_SEEDS" -p "${DB_PORT:-5432}" -u "$POSTGRES_USER" \
        --db "$database" "$@"
}

bring_up_to_date() {
    echo "schema of $1"
    sql "$1" create
    sql "$1" setup-schema -v 0.0
    sql "$1" update-schema -d "$schemas/$2/versioned"
}

bring_up_to_date "${DBNAME:-temporal}" temporal
bring_up_to_date "${VISIBILITY_DBNAME:-temporal_visibility}" visibility
echo "both schemas are up to date"
