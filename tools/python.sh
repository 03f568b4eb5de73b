# Sourced by ./run and ./test: sets $python to a Python 3.11 to 3.13 that can make virtual environments.

fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
whole='import ensurepip, ssl, venv'
found=''

find_python() {
    local name
    for name in ${PYTHON:+"$PYTHON"} python3.12 python3.11 python3.13 python3 /usr/bin/python3; do
        if "$name" -c "$fits" >/dev/null 2>&1; then
            python=${python:-$name}
            "$name" -c "$whole" >/dev/null 2>&1 && python=$name && return 0
        elif [ -z "$found" ]; then
            found=$("$name" -c 'import platform; print(platform.python_version())' 2>/dev/null)
        fi
        [ "$name" != "${PYTHON:-}" ] || return 1  # who names one means that one
    done
    return 1
}

python=''
if ! find_python; then
    if [ "$(id -u)" = 0 ] && [ -z "${PYTHON:-}" ] && command -v apt-get >/dev/null; then
        echo "Installing python3-venv and ca-certificates by apt"
        export DEBIAN_FRONTEND=noninteractive
        log=$(apt-get install -y --no-install-recommends python3-venv ca-certificates 2>&1 </dev/null) ||
            log=$(apt-get update 2>&1 </dev/null &&
                apt-get install -y --no-install-recommends python3-venv ca-certificates 2>&1 </dev/null) ||
            { echo "could not install python3-venv by apt:" >&2; printf '%s\n' "$log" | tail -n 5 >&2; return 1; }
        python=''
        find_python || python=''
    elif [ -n "$python" ]; then
        echo "missing: python3-venv (for $python)" >&2
        echo "  sudo apt-get install python3-venv ca-certificates, or set PYTHON=/path/to/python3.12" >&2
        return 1
    fi
    if [ -z "$python" ]; then
        echo "Python 3.11 to 3.13 is needed (found: ${found:-none})" >&2
        echo "  set PYTHON=/path/to/python3.12, or on Debian: sudo apt-get install python3-venv ca-certificates" >&2
        return 1
    fi
fi
