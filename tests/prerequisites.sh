# Sourced by run.sh: what the tests need of this machine. Installed where this account may; else named, and CI fails on it.
missing=()
want() { # test command, Debian package, or several of which the first that there is will do
  sh -c "$1" >/dev/null 2>&1 || missing+=("$2")
}
served() { # a package of each entry of missing
  local entry package
  for entry in "${missing[@]}"; do
    for package in ${entry//|/ }; do
      if apt-cache show "$package" >/dev/null 2>&1; then echo "$package"; continue 2; fi
    done
    echo "${entry##*|}"
  done
}
want 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb || test -n "$KA_TEST_DATABASE"' postgresql
want 'command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome' 'chromium-headless-shell|chromium'
want 'fc-list :lang=zh | grep -q .' fonts-noto-cjk
want 'command -v soffice' libreoffice-calc
want 'test -x /usr/sbin/sshd' openssh-server
want 'command -v sftp' openssh-client
if [ ${#missing[@]} -gt 0 ]; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "ka test: installing ${missing[*]} …" >&2
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
      mkdir -p /etc/postgresql-common
      echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
    fi
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(served); } >/dev/null 2>&1 \
      || { echo "ka test: could not install ${missing[*]}. Run: apt-get update && apt-get install ${missing[*]}" >&2; [ -z "${CI:-}" ] || exit 1; }
  else
    echo "ka test: missing ${missing[*]}; the tests that need them will fail. Run: sudo apt-get install ${missing[*]}" >&2
    [ -z "${CI:-}" ] || exit 1
  fi
fi
