#!/bin/sh
# Prints on a machine that has the C and C++ libraries and Node, and nothing else: no NSS, no
# fontconfig, no fonts, no shell, no HOME, no /etc, no /dev/shm. Needs root or user namespaces.
# Usage: chromium-bare-machine.sh [directory where Chromium is unpacked]
set -eu
PATH="$PATH:/usr/sbin:/sbin"
if [ "${BARE_MACHINE:-}" != ready ]; then
  if [ "$(id -u)" = 0 ]; then
    BARE_MACHINE=ready exec unshare --mount "$0" "$@"
  fi
  BARE_MACHINE=ready exec unshare --user --map-root-user --mount "$0" "$@"
fi
project=$(cd "$(dirname "$0")/../.." && pwd)
node=$(readlink -f "$project/node_modules/.bin/node")
root=$(mktemp -d)
trap 'umount --lazy "$root"; rmdir "$root"' EXIT
mount -t tmpfs -o size=1g tmpfs "$root"
mkdir "$root/project" "$root/proc" "$root/dev" "$root/chromium"
for library in $(ldd "$node" | grep -o '/[^ ]*'); do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
for device in null urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount --rbind /proc "$root/proc"
mount --bind "$project" "$root/project"
[ $# = 0 ] || mount --bind "$1" "$root/chromium"
env -i "$(command -v chroot)" "$root" "/project${node#"$project"}" \
  /project/test/adapters/chromium-print.ts /chromium
