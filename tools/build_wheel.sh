#!/usr/bin/env bash
# Builds a relocatable wheel: it installs where there is no compiler and no library of ours.
#
#   tools/build_wheel.sh [OUTPUT FOLDER]      default: build/wheel/repaired; prints the wheel's path
#
# Needs what tools/install_dependencies.sh check installs. The wheel is in OUTPUT FOLDER alone.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=$(realpath -m "${1:-$root/build/wheel/repaired}")
python=$root/build/venv/bin/python
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { echo "wheel: $*" >&2; }

# Debian's HDF5 can read from S3 and so needs curl, OpenSSL and some thirty libraries behind them.
# Results are files, so the wheel carries stand-ins that stop the program instead (12 symbols).
stand_in() { # stand_in LIBRARY SONAME: what LIBRARY wants from SONAME, as a library of that name
  local library=$1 soname=$2 symbols version
  version=$(objdump -p "$library" | awk -v s="$soname" '$0 ~ "required from " s {on = 1; next} on && NF == 4 {print $4; exit}')
  [[ -n $version ]] || return 0
  symbols=$(nm -D --undefined-only "$library" | sed -n "s/.* U \([^@]*\)@@*$version\$/\1/p")
  {
    echo '#include <stdlib.h>'
    for name in $symbols; do echo "void $name(void) { abort(); }"; done
  } >"$work/$soname.c"
  { echo "$version {"; for name in $symbols; do echo "  $name;"; done; echo '};'; } >"$work/$soname.map"
  "${CC:-cc}" -shared -fPIC -O1 -fno-builtin -w -Wl,-soname,"$soname" -Wl,--version-script="$work/$soname.map" \
    -o "$work/stand-ins/$soname" "$work/$soname.c"
}

# The compiler and flags of the check preset, so that ccache knows what ./check has compiled; left
# alone, scikit-build-core takes the compiler that Python was built with.
for name in clang++-19 clang++-18 clang++-17 clang++-16 ${CXX:-c++}; do
  if command -v "$name" >/dev/null; then
    export CXX=${CXX:-$name}
    break
  fi
done
say "compiling with $CXX"
"$python" -m pip wheel "$root" --no-build-isolation --no-deps --disable-pip-version-check -q \
  -C cmake.define.SLACKWATER_WERROR="${SLACKWATER_WERROR:-OFF}" -w "$work/raw" >&2
raw=("$work"/raw/slackwater-*.whl)

mkdir -p "$work/stand-ins" "$out"
unzip -q "${raw[0]}" 'slackwater/*.so' -d "$work/unpacked" 2>/dev/null ||
  "$python" -m zipfile -e "${raw[0]}" "$work/unpacked"
hdf5=$(ldd "$work"/unpacked/slackwater/_core*.so | awk '/libhdf5(_serial)?\.so/ {print $3; exit}')
if [[ -n $hdf5 ]]; then
  stand_in "$hdf5" libcurl.so.4
  stand_in "$hdf5" libcrypto.so.3
fi

say "making it relocatable"
rm -f "$out"/slackwater-*.whl
PATH="$(dirname "$python"):$PATH" AUDITWHEEL_LD_LIBRARY_PATH="$work/stand-ins" \
  "$python" -m auditwheel repair --strip -w "$out" "${raw[0]}" >&2
ls "$out"/slackwater-*.whl
