#!/usr/bin/env bash
# Installs what `mvn -DskipTests package` built: the program, its command, and on request the engine as a service.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: installers/linux/install.sh [--prefix DIR] [--service] [--uninstall]
  --prefix DIR   where to: DIR/lib/sluice and DIR/bin/sluice (default /usr/local)
  --service      also the systemd unit sluice-engine and its user "sluice" (as root)
  --uninstall    removes what the same options installed; data in /var/lib/sluice stays
  DESTDIR        environment: a folder put before every path, for making packages
TEXT
}

fail() {
  echo "install.sh: $*" >&2
  exit 1
}

root=${DESTDIR:-}
prefix=/usr/local
service=false
uninstall=false
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=${2:?--prefix needs a folder}; shift ;;
    --service) service=true ;;
    --uninstall) uninstall=true ;;
    -h | --help) usage; exit ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
case $prefix in
  /*) ;;
  *) fail "--prefix must be an absolute path, not '$prefix'." ;;
esac

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
built=$here/../../target/sluice
program=$root$prefix/lib/sluice
command=$root$prefix/bin/sluice
unit=$root/etc/systemd/system/sluice-engine.service

# The running system, not a package that is being made.
manages_system() {
  [ -z "$root" ] && [ -d /run/systemd/system ]
}

remove() {
  if $service; then
    if manages_system; then
      systemctl disable --now sluice-engine.service || true
    fi
    rm -f "$unit"
  fi
  rm -f "$command"
  rm -rf "$program"
  echo "Removed $command and $program."
}

# The new program is tried before it takes the old one's place.
install_program() {
  [ -x "$built/bin/sluice" ] || fail "nothing to install: run 'mvn -DskipTests package' first."
  mkdir -p "$root$prefix/lib" "$root$prefix/bin"
  rm -rf "$program.new" "$program.old"
  cp -r "$built" "$program.new"
  "$program.new/bin/sluice" --version >/dev/null || fail "the built program does not start; nothing was changed."
  if [ -e "$program" ]; then
    mv "$program" "$program.old"
  fi
  mv "$program.new" "$program"
  rm -rf "$program.old"
  ln -sfn ../lib/sluice/bin/sluice "$command"
}

install_service() {
  mkdir -p "$(dirname "$unit")"
  sed "s|@PREFIX@|$prefix|" "$here/sluice-engine.service" >"$unit"
  chmod 644 "$unit"
  if [ -z "$root" ] && ! id -u sluice >/dev/null 2>&1; then
    useradd --system --home-dir /var/lib/sluice --shell /usr/sbin/nologin sluice
  fi
  if manages_system; then
    systemctl daemon-reload
    systemctl try-restart sluice-engine.service
  fi
  echo "Installed $unit; start it with: systemctl enable --now sluice-engine"
}

if $uninstall; then
  remove
  exit
fi
install_program
installed=$("$command" --version) || fail "$command does not start."
echo "Installed $command: $installed"
# In a package that is being made, the Java of the computer it is for is not known.
if [ -z "$root" ]; then
  "$command" prepare || echo "An engine will start, only slower."
fi
if $service; then
  install_service
fi
