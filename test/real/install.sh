#!/usr/bin/env bash
# Installs the Debian packages named as arguments, those that are missing, and keeps their services from
# starting: the tests run the programs themselves, in folders and on ports of their own.
set -euo pipefail

missing=()
for package in "$@"; do
  dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || {
    echo "install: ${missing[*]} cannot be installed without root; run: sudo apt-get install ${missing[*]}" >&2
    exit 1
  }
  as_root=(sudo -n)
fi

# 101: the policy forbids the action. A policy that the machine already has stays as it is.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
fi

apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$@" >&2; }
apt update -qq
apt install --yes -qq --no-install-recommends "${missing[@]}"
