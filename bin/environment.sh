# Shared by the commands in bin/: finds a Python, and keeps .venv as the requirements say.

# What is made here, drafts and keys among it, is for its owner only.
umask 077
# Without this, some shells go on after the interrupted step as if it had merely failed.
trap 'exit 130' INT

fail() {
    printf 'bin/%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# Trying it out is the only sure test: a name in PATH may be a shim with nothing behind it.
is_recent_python() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# .venv/whole is there except while packages are being installed: an installation that was
# cut short leaves files which pip itself would take for complete packages.
is_venv_whole() {
    [ -e .venv/whole ] && is_recent_python .venv/bin/python
}

# Sets $python, to start with and to make .venv by.
find_python() {
    python=
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    elif is_venv_whole; then
        python=.venv/bin/python
        return
    else
        set -- python3.13 python3.12 python3.11 python3
    fi
    for candidate; do
        is_recent_python "$candidate" || continue
        python=$candidate
        "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    done
    [ -n "$python" ] || fail "needs Python 3.11 or newer; a PYTHON variable may name one"
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    fail "$python has no venv module; on Debian and Ubuntu: apt-get install python$version-venv"
}

# One set-up at a time. A lock on an open file goes away with the processes that hold it,
# however they end.
lock_setup() {
    mkdir -p var .venv 2>/dev/null && [ -w var ] && [ -w .venv ] ||
        fail "no permission to write in $PWD"
    chmod 700 var 2>/dev/null || :
    exec 9>var/setup.lock
    "$python" -c '
import fcntl
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Waiting for another set-up to end ...", flush=True)
    fcntl.flock(9, fcntl.LOCK_EX)
'
}

unlock_setup() {
    exec 9>&-
}

# What .venv holds once the requirements in file $1 are installed.
contents() {
    .venv/bin/python -V && cat requirements.txt "$1"
}

# Installs the requirements in file $1, unless the copy kept in .venv says that they are.
install_requirements() {
    is_venv_whole && [ "$(contents "$1")" = "$(cat ".venv/$1" 2>/dev/null)" ] && return
    echo "Installing Python packages in .venv (a minute or so) ..."
    if ! is_venv_whole; then
        "$python" -m venv --clear .venv >var/pip.log 2>&1 ||
            fail "could not make .venv; the reason is in var/pip.log"
    fi
    rm -f .venv/whole
    status=0
    .venv/bin/python -m pip install --disable-pip-version-check --no-input \
        --requirement "$1" >var/pip.log 2>&1 || status=$?
    # When pip itself gives up, it leaves things as they were; not so when it is killed.
    [ "$status" -gt 128 ] || touch .venv/whole
    [ "$status" -eq 0 ] ||
        fail "could not install the Python packages (no network?); pip's reason is in var/pip.log"
    contents "$1" >".venv/$1"
}

# All that the tests, and what is run like them, need.
prepare_for_tests() {
    find_python
    lock_setup
    install_requirements requirements-dev.txt
    unlock_setup
}
