#!/bin/bash
# Sets the house up on a bare Ubuntu LTS, as root, from a clone of the project:
#     sudo deploy/install.sh lettres.example.org odile@example.org Odile
# The domain must point to this machine. Run again, it changes nothing that is already there.
set -euo pipefail

usage() {
    echo "usage : sudo deploy/install.sh DOMAINE ADRESSE-MAIL NOM-DU-PREMIER-UTILISATEUR" >&2
    exit 2
}
[ $# -eq 3 ] || usage
[ "$(id -u)" -eq 0 ] || { echo "à lancer avec sudo" >&2; exit 2; }
domain=$1 mail=$2 person=$3
[[ $domain =~ ^[A-Za-z0-9.-]+$ && $mail == *@* ]] || usage
cd "$(dirname "$0")/.."

say() { printf '→ %s\n' "$*"; }

packages() {
    export DEBIAN_FRONTEND=noninteractive
    local wanted=() name
    for name in docker.io docker-compose-v2 docker-buildx ufw unattended-upgrades openssl; do
        dpkg-query --show --showformat='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' \
            || wanted+=("$name")
    done
    [ ${#wanted[@]} -eq 0 ] && return
    say "paquets : ${wanted[*]}"
    apt-get update -qq
    apt-get install -y -qq "${wanted[@]}"
}

firewall() {
    ufw status | grep -q '^Status: active' && return
    say "pare-feu : SSH, 80 et 443 seulement"
    ufw default deny incoming >/dev/null
    ufw limit OpenSSH >/dev/null
    ufw allow 80/tcp >/dev/null
    ufw allow 443/tcp >/dev/null
    ufw --force enable >/dev/null
}

upgrades() {
    local file=${ETC:-/etc}/apt/apt.conf.d/20auto-upgrades
    grep -qs 'Unattended-Upgrade "1"' "$file" && return
    say "mises à jour de sécurité automatiques"
    printf 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n' >"$file"
}

# What containers read belongs to the user they run as (deploy/Dockerfile), and to nobody else.
secret() { # secret NAME OWNER <text
    local path=secrets/$1
    [ -s "$path" ] && { cat >/dev/null; return; }
    say "secret : $1"
    (umask 077 && cat >"$path")
    chown "$2:$2" "$path"
    chmod 0400 "$path"
}

secrets() {
    install --directory --mode=0711 secrets
    install --directory --mode=0755 exports exports/raw exports/raw/isavigne
    openssl rand -hex 24 | secret postgres_password 999
    local password page
    password=$(cat secrets/postgres_password)
    page=$(openssl rand -hex 24)
    printf 'DATABASE_URL=postgresql://crm:%s@db:5432/crm\nDASHBOARD_URL=https://%s\nACTIVATION_HASH_KEY=%s\n' \
        "$password" "$domain" "$(openssl rand -hex 32)" | secret settings 10001
    printf 'DASHBOARD_DATABASE_URL=postgresql://page:%s@db:5432/crm\n' "$page" | secret page_settings 10001
    printf '# rclone.conf\n' | secret rclone 10001
    if [ ! -s .env ]; then
        say "domaine : $domain"
        printf 'DOMAIN=%s\nACME_MAIL=%s\n' "$domain" "$mail" >.env
    fi
}

program() { docker compose run --rm --no-deps -T weekly python -m "$@"; }

database() {
    docker compose up --detach --wait db
    docker compose run --rm --no-deps -T backup python -m deploy.backup upgrade
    program warehouse up
    local page
    page=$(sed -n 's#^DASHBOARD_DATABASE_URL=postgresql://page:\([0-9a-f]*\)@.*#\1#p' secrets/page_settings)
    # The same each time: the login, its group, its password, its door (docs/roles.md).
    docker compose exec -T db psql --quiet --set ON_ERROR_STOP=1 -U crm -d crm <<SQL
do \$\$ begin
    if not exists (select from pg_roles where rolname = 'page') then
        create role page login in role crm_dashboard;
    end if;
end \$\$;
alter role page password '$page';
grant connect on database crm to page;
alter role page in database crm set statement_timeout = '15s';
SQL
}

first_person() {
    program dashboard users list --json | grep -q '"name"' && return
    local password
    password=$(openssl rand -base64 12)
    printf '%s\n' "$password" | program dashboard users add "$person" --role owner --password-stdin
    say "premier utilisateur : $person, mot de passe $password (à changer : dashboard users password)"
}

packages
firewall
upgrades
secrets
say "images"
docker compose build --quiet
database
docker compose up --detach --remove-orphans
first_person
say "c'est prêt : https://$domain ; les exports vont dans $PWD/exports/raw/isavigne"
