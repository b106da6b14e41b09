#!/usr/bin/env bash
# Installs what is missing of tools/apt-packages.txt and tools/python-requirements.txt.
#
#   tools/install_dependencies.sh demo    what building and running needs
#   tools/install_dependencies.sh check   that, and everything ./check needs, with build/venv
#
# Says what it does; a second call finds nothing missing and takes well under a second.
set -euo pipefail

group=${1:-check}
case $group in demo | check) ;; *) echo "usage: $0 [demo|check]" >&2; exit 2 ;; esac
root=$(cd "$(dirname "$0")/.." && pwd)
export DEBIAN_FRONTEND=noninteractive

say() { echo "dependencies: $*"; }

is_installed() { # any of the alternatives a|b|c
  local name
  for name in ${1//|/ }; do
    [[ $installed == *" $name "* ]] && return 0
  done
  return 1
}

missing_packages() {
  local name needed_by
  while read -r name needed_by _; do
    [[ -z $name || $name == \#* ]] && continue
    [[ $needed_by == check && $group == demo ]] && continue
    is_installed "$name" || echo "${name%%|*}"
  done <"$root/tools/apt-packages.txt"
}

as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"; else sudo -E "$@"; fi
}

install_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "this is no Debian system: please see that everything in tools/apt-packages.txt is installed"
    return
  fi
  installed=" $(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' 2>/dev/null |
    sed -n 's/^ii *//p' | tr '\n' ' ') "
  local -a missing
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} == 0)); then return; fi
  say "installing ${missing[*]}"
  if [[ $(id -u) != 0 ]] && ! command -v sudo >/dev/null; then
    say "cannot: neither root nor sudo. As root, run:"
    echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  # Lists that are old name files that are gone, so they are renewed before anything is installed.
  as_root apt-get update -qq </dev/null || say "apt-get update failed; trying with the lists at hand"
  as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/tmp/slackwater-apt.$$ 2>&1 || {
    cat /tmp/slackwater-apt.$$ >&2
    rm -f /tmp/slackwater-apt.$$
    say "apt-get could not install them"
    exit 1
  }
  rm -f /tmp/slackwater-apt.$$
}

install_python() {
  local venv=$root/build/venv requirements=$root/tools/python-requirements.txt
  local stamp=$venv/requirements.installed
  if [[ -x $venv/bin/python ]] && cmp -s "$requirements" "$stamp"; then return; fi
  local python=${SLACKWATER_PYTHON:-python3}
  say "Python packages into build/venv ($("$python" --version))"
  mkdir -p "$root/build"
  [[ -x $venv/bin/python ]] || "$python" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
    -r "$requirements" </dev/null
  cp "$requirements" "$stamp"
}

install_packages
if [[ $group == check ]]; then install_python; fi
