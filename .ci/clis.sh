#!/bin/sh
# Installs the pinned CLIs that the real-CLI tests drive into a cache outside the repository; does nothing where they are there already.
#
#   .ci/clis.sh [ID...]        such as claude-code; without an ID all of them
#
# The cache is $TEST_CLIS, by default ${XDG_CACHE_HOME:-~/.cache}/yardmaster-test.
# Exit code: 0 all there, 3 npm is missing (the tests will skip), anything else: an installation failed.
set -eu

pins=$(dirname "$0")/../src/test/resources/clis.properties
cache=${TEST_CLIS:-${XDG_CACHE_HOME:-$HOME/.cache}/yardmaster-test}
partial=

trap '[ -z "$partial" ] || rm -rf "$partial"' EXIT
trap 'exit 130' INT TERM HUP

# The pinned value of a key.
pin() {
    sed -n "s|^$1=||p" "$pins"
}

# Whether this installation of a CLI runs and is the pinned version.
works() {
    [ -x "$1/$binary" ] && "$1/$binary" --version </dev/null 2>/dev/null | grep -qF "$version"
}

# Into a directory of its own that is renamed when all is there, so that an interrupted installation is never taken for a whole one.
install_cli() {
    mkdir -p "$cache"
    find "$cache" -maxdepth 1 -name '.partial-*' -mmin +60 -exec rm -rf {} + # left by a kill -9
    partial=$(mktemp -d "$cache/.partial-XXXXXX")
    npm install --prefix "$partial" --no-audit --no-fund --ignore-scripts "$package@$version"
    works "$partial" || { echo "clis: $package@$version is installed, but $binary does not run as $version" >&2; exit 1; }
    rm -rf "$target"
    mv -T "$partial" "$target" || works "$target" # another installation may have been faster
}

ensure() {
    version=$(pin "$1.version") package=$(pin "$1.package") binary=$(pin "$1.binary")
    [ -n "$version" ] || { echo "clis: $1 is not pinned in $pins" >&2; exit 2; }
    target=$cache/$1-$version
    if works "$target"; then
        echo "clis: $1 $version is there: $target"
        return
    fi
    command -v npm >/dev/null || { echo "clis: npm is missing, so $1 can't be installed; its tests will skip" >&2; exit 3; }
    install_cli
    echo "clis: $1 $version installed: $target"
}

[ $# -gt 0 ] || set -- $(sed -n 's|\.version=.*||p' "$pins")
for id; do
    ensure "$id"
done
