#!/bin/sh
# Prepare .venv exactly as requirements.lock says. Needs Python 3.11 or newer and nothing else; quiet when there is
# nothing to do. Used by every target of the Makefile. `tools/env.sh uv` only says where uv is.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd -P)

die() {
    echo "make: $*" >&2
    exit 1
}

usable() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# The newest version this program is tested with, else whatever python3 is, if it is new enough.
find_python() {
    for name in python3.13 python3.12 python3.11 python3 python; do
        if command -v "$name" >/dev/null 2>&1 && usable "$name"; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    die "butuh Python 3.11 atau lebih baru, tetapi yang ada: $(python3 --version 2>/dev/null || echo tidak ada)."
}

# uv from PATH, else fetched beside the checkout. --target is allowed where the system's packages are managed by others.
find_uv() {
    if command -v uv >/dev/null 2>&1; then
        command -v uv
        return
    fi
    if [ ! -x .tools/bin/uv ]; then
        echo "Mengambil uv …" >&2
        fetch_uv >&2 || die "uv tidak dapat diambil; pasang pip (Debian: python3-pip) atau uv, lalu ulangi."
    fi
    echo "$root/.tools/bin/uv"
}

fetch_uv() {
    options="-qq --disable-pip-version-check --no-input --root-user-action=ignore --target .tools"
    for name in "$python" python3 /usr/bin/python3; do
        if "$name" -m pip --version >/dev/null 2>&1; then
            "$name" -m pip install $options 'uv>=0.9,<1' && return
        fi
    done
    if "$python" -m venv .tools/pip >/dev/null 2>&1; then
        .tools/pip/bin/python -m pip install $options 'uv>=0.9,<1' && return
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-pip >/dev/null &&
            /usr/bin/python3 -m pip install $options 'uv>=0.9,<1' && return
    fi
    return 1
}

if [ "${1:-}" = uv ]; then
    python=$(find_python)
    find_uv
    exit
fi

# Before anything is fetched or half made; the compressed static files are written by every run.
for folder in . .venv .tools ahsp_app/static; do
    [ ! -e "$folder" ] || [ -w "$folder" ] ||
        die "folder $(cd "$folder" && pwd -P) tidak dapat ditulis oleh $(id -un); perbaiki izinnya, atau salin program ini ke folder sendiri."
done

stamp=.venv/.stamp
wanted="$root $(cksum <requirements.lock)"
if [ "$(cat $stamp 2>/dev/null)" = "$wanted" ] && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi

python=$(find_python)
[ -n "$python" ] || exit 1
uv=$(find_uv)
[ -n "$uv" ] || exit 1
# uv does not read pip's settings, but a mirror or certificate that pip was told about is meant for both.
if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
    index=${PIP_INDEX_URL:-$("$python" -m pip config get global.index-url 2>/dev/null || true)}
    [ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
fi
[ -z "${PIP_CERT:-}" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$PIP_CERT}"
# Where there is no home to keep a cache in, keep it here.
if [ ! -w "${HOME:-/nonexistent}" ] && [ -z "${UV_CACHE_DIR:-}" ]; then
    export UV_CACHE_DIR="$root/.tools/cache"
fi
echo "Menyiapkan .venv dengan $("$python" --version) …" >&2
# A folder that was moved has scripts that point to the old place: begin again.
case "$(cat $stamp 2>/dev/null)" in
"$root "*) ;;
*) rm -rf .venv ;;
esac
.venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    "$uv" venv --quiet --clear --python "$python" .venv
rm -f $stamp
"$uv" pip sync --quiet --python .venv/bin/python --require-hashes --compile-bytecode requirements.lock

# The program runs from the checkout: a path entry, and a command that works from any folder.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "$root" >"$site/ahsp-app.pth"
cat >.venv/bin/ahsp <<'END'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m ahsp_app "$@"
END
chmod 755 .venv/bin/ahsp
echo "$wanted" >$stamp
