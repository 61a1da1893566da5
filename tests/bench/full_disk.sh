#!/usr/bin/env bash
# Adds the sample articles to a case on disks that are too small, then makes room and adds again: the first run must
# say that the disk is full (exit status 2), the second must end with the network of an undisturbed build.
#
#   sudo tests/bench/full_disk.sh [target/release/unravel]
#
# Linux; needs root, since it mounts memory as a disk.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-target/release/unravel}
if [ "$(id -u)" != 0 ]; then
  echo "SKIPPED: mounting a small disk needs root" >&2
  exit 0
fi
work=$(mktemp -d)
disk=$(mktemp -d)
trap 'umount -q "$disk" || true; rmdir "$disk"; rm -rf "$work"' EXIT
export="$work/expected.json"
"$program" build --model fast -q data/articles -o "$export"
full=0
for size in 200k 300k 500k 700k 1000k 1300k 1600k; do
  mount -t tmpfs -o "size=$size" tmpfs "$disk"
  status=0
  said=$("$program" add --model fast -q --batch 7 "$disk/x.case" data/articles 2>&1) || status=$?
  if [ "$status" != 0 ]; then
    full=$((full + 1))
    case $said in
      *"the disk is full"*) ;;
      *) echo "$size: exit status $status, said: $said" >&2; exit 1 ;;
    esac
  fi
  mount -o remount,size=64m "$disk"
  "$program" add --model fast -q --batch 7 "$disk/x.case" data/articles
  "$program" verify -q "$disk/x.case"
  "$program" export "$disk/x.case" -o "$work/found.json"
  cmp "$export" "$work/found.json"
  umount "$disk"
done
if [ "$full" = 0 ]; then
  echo "no disk was full: nothing is shown" >&2
  exit 1
fi
echo "$full of 7 disks were full; every case ended as an undisturbed build"
