#!/usr/bin/env bash
# Goes the Dockerfile's steps in an empty folder, without a container engine: builds what is COPYed there with hashed
# packages, makes it read-only, and runs it as another user until its health check answers. Wants Linux, Python 3.11,
# a registry of Python packages, and root (to become another user). Leaves nothing behind; KEEP=1 keeps the folder.
set -euo pipefail
here="$(cd "$(dirname "$0")/.." && pwd)"
python="${PYTHON:-python3.11}"
user="${RUN_AS:-65534}"
port="${PORT:-38978}"
work="$(mktemp -d /tmp/utvalgsbot-image.XXXXXX)"
bot=""
libraries=""
finish() {
  [ -z "$bot" ] || kill "$bot" 2>/dev/null || true
  if [ -n "${KEEP:-}" ]; then echo "kept: $work"; else chmod -R u+w "$work"; rm -rf "$work"; fi
}
trap finish EXIT
say() { printf '%-46s %s\n' "$1" "$2"; }
seconds() { date +%s.%N; }
# Through `env`: what setpriv itself starts is still looked up with the rights of before.
become() { setpriv --reuid="$user" --regid="$user" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all env "$@"; }
since() { awk -v a="$1" -v b="$(seconds)" 'BEGIN { printf "%.1f s", b - a }'; }

chmod 755 "$work"; mkdir "$work/src" "$work/state" "$work/etc"
# The build stage's COPY lines, and nothing else of the checkout.
sed -n '/ AS build/,/^FROM python:.*bookworm$/p' "$here/Dockerfile" | awk '$1 == "COPY" { for (n = 2; n < NF; n++) print $n }' |
  while read -r one; do
    (cd "$here" && tar -c --exclude=__pycache__ --exclude='*.mo' "$one") | tar -x -C "$work/src"
  done
cd "$work/src"; mv deploy/build.lock .
say "files in the build" "$(find . -type f | wc -l)"

# The interpreter must be readable for the other user, as it is in the image: one in a private home is copied.
base="$("$python" -c 'import sys; print(sys.base_prefix)')"
if ! become "$base/bin/python3.11" -c pass 2>/dev/null; then
  cp -a "$base" "$work/python"; python="$work/python/bin/python3.11"
  libraries="$work/python/lib"
fi
began="$(seconds)"
"$python" -m venv "$work/builder"; "$python" -m venv "$work/opt"
export PIP_DISABLE_PIP_VERSION_CHECK=1
"$work/builder/bin/pip" install --quiet --require-hashes -r build.lock
"$work/opt/bin/pip" install --quiet --require-hashes -r requirements.lock
say "hashed packages installed in" "$(since "$began")"
"$work/builder/bin/pip" wheel --quiet --no-deps --no-build-isolation --wheel-dir "$work/wheel" .
"$work/opt/bin/pip" install --quiet --no-deps --no-index "$work"/wheel/*.whl
"$work/opt/bin/python" -m compileall -q "$work/opt/lib"
cd /; rm -rf "$work/src" "$work/builder"
say "wheel" "$(du -h "$work"/wheel/*.whl | cut -f1), $(basename "$work"/wheel/*.whl)"
say "installed" "$(du -sh "$work/opt" | cut -f1), $(find "$work/opt/lib/python3.11/site-packages" -maxdepth 1 -name '*.dist-info' | wc -l) packages"

site="$work/opt/lib/python3.11/site-packages"
for one in mandates manifest/manifest.json locales/nn locales/en documents storage/migrations; do
  [ -n "$(find "$site/$one" -type f ! -name '*.pyc' 2>/dev/null | head -1)" ] || { echo "not in the wheel: $one" >&2; exit 1; }
done

# Made-up people, with the sandbox's ids.
cp "$here/sandbox/register.sample.yaml" "$work/etc/register.yaml"; touch "$work/etc/register.yaml"
chmod -R a-w,a+rX "$work/opt" "$work/etc"; chown "$user" "$work/state"; chmod 700 "$work/state"
as_user() {
  (cd "$work/state" && become -i PATH="$work/opt/bin:/usr/bin:/bin" ${libraries:+"LD_LIBRARY_PATH=$libraries"} PYTHONDONTWRITEBYTECODE=1 \
    UTVALGSBOT_APP_ID=33333333-3333-4333-8333-333333333333 UTVALGSBOT_TENANT_ID=11111111-1111-4111-8111-111111111111 \
    UTVALGSBOT_APP_TYPE=SingleTenant UTVALGSBOT_CLIENT_SECRET=nobodys UTVALGSBOT_PORT="$port" \
    UTVALGSBOT_DATABASE_URL="sqlite:///$work/state/utvalgsbot.db" UTVALGSBOT_MANDATES_PATH="$site/mandates" \
    UTVALGSBOT_REGISTER_PATH="$work/etc/register.yaml" "$@")
}
if as_user touch "$site/written" 2>/dev/null; then echo "the installation can be written" >&2; exit 1; fi
say "the bot's own files, by its user" "cannot be written"
as_user utvalgsbot manifest check
began="$(seconds)"
as_user utvalgsbot run 2> "$work/log" & bot=$!
for _ in $(seq 120); do
  answer="$("$python" -c "import urllib.request as r; print(r.urlopen('http://127.0.0.1:$port/readyz', timeout=2).status)" 2>/dev/null)" && break
  kill -0 "$bot" 2>/dev/null || break
  sleep 0.25
done
[ "${answer:-}" = 200 ] || { echo "the health check did not answer:" >&2; cat "$work/log" >&2; exit 1; }
say "health check" "200 after $(since "$began")"
process="$(pgrep -u "$user" -f "$work/opt/bin/utvalgsbot run" | tail -1)"
say "runs as" "uid $(awk '/^Uid/ { print $2 }' "/proc/$process/status"), $(awk '/^VmRSS/ { printf "%d MB", $2 / 1024 }' "/proc/$process/status")"
began="$(seconds)"; kill -TERM "$process"; wait "$bot" && ended=0 || ended=$?
bot=""
say "ended by SIGTERM" "exit $ended after $(since "$began")"
as_user utvalgsbot verify --url "sqlite:///$work/state/utvalgsbot.db"
say "files written outside the state folder" "$(find "$work/opt" -newer "$work/etc/register.yaml" -type f | wc -l)"
[ "$ended" = 0 ]
