#!/bin/sh
# Run once by the Postgres image: the account that API and worker connect by. It owns nothing, and can only become
# luyue_service, which adds events and never changes them; the migrations say what that role may do.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set password="$(cat /run/secrets/service_password)" <<'SQL'
create role luyue_service nologin;
create role luyue_login login noinherit password :'password';
grant luyue_service to luyue_login;
SQL
