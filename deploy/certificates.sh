#!/bin/sh
# Obtains the page's certificate, then keeps it young (docs/decisions/certificates.md):
#     deploy/certificates.sh [once]
# certbot knows when: at two thirds of the life it finds, or when the authority advises it. nginx reads
# the files at every handshake, so nobody has to be told.
place=${CERTIFICATES:-/certificates}
work=${TMPDIR:-/tmp}/certbot
LOOK=21600  # seconds
AGAIN=900   # after a failure: the authority takes five of them an hour

look() {
    mkdir -p "$place/webroot"
    certbot certonly --non-interactive --agree-tos --no-eff-email --email "$ACME_MAIL" \
        --server "$ACME_DIRECTORY" --domain "$DOMAIN" --keep-until-expiring \
        --webroot --webroot-path "$place/webroot" --config-dir "$place" \
        --work-dir "$work" --logs-dir "$work" --max-log-backups 0
}

[ "${1:-}" = once ] && { look; exit; }
trap 'kill $! 2>/dev/null; exit 0' TERM INT
while :; do
    if look; then pause=$LOOK; else pause=$AGAIN; fi
    touch "$place/looked"
    sleep "$pause" &
    wait $!
done
