#!/bin/sh
# Installs waveform from $WAVEFORM_PACKAGE, the address of its tarball or (on Debian 12) its Debian package, whose
# SHA-256 is $WAVEFORM_SHA256. Does nothing if waveform is already installed in the runner's image.
set -eu
if command -v waveform >/dev/null; then
  waveform version
  exit 0
fi
if [ -z "${WAVEFORM_PACKAGE:-}" ] || [ -z "${WAVEFORM_SHA256:-}" ]; then
  echo "waveform is not installed. Set the variables WAVEFORM_PACKAGE (the address of its tarball or .deb) and WAVEFORM_SHA256," >&2
  echo "or use an image that contains it." >&2
  exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work" # apt reads it as another user, and requires the ending
curl --silent --show-error --fail --location --max-time 300 --retry 3 --output "$work/package.deb" "$WAVEFORM_PACKAGE"
echo "$WAVEFORM_SHA256  $work/package.deb" | sha256sum --check --quiet
as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
case $WAVEFORM_PACKAGE in
  *.tar.gz)
    $as_root mkdir -p /opt/waveform
    $as_root tar -xzf "$work/package.deb" --no-same-owner --strip-components=1 -C /opt/waveform
    $as_root ln -sf /opt/waveform/bin/waveform /usr/local/bin/
    ;;
  *)
    $as_root apt-get update -qq
    $as_root apt-get install -y -qq "$work/package.deb" >/dev/null
    ;;
esac
waveform version
