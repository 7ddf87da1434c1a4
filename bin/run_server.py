"""Run granian with the arguments given, and stop it with one signal, however many come.

A terminal, or whoever stops a service, signals every process at once; granian's parent then
signals its worker again, and either may hang over the second signal. So they have a process
group of their own, and hear from this process alone.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys

PR_SET_PDEATHSIG = 1


def stop_with_parent():
    """Leave no server behind on the port, even if this process is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(*_):
    for number in stop_signals:
        signal.signal(number, signal.SIG_IGN)
    server.terminate()


server = subprocess.Popen(  # noqa: S603 - the arguments are bin/serve's own
    [sys.executable, "-m", "granian", *sys.argv[1:]],
    process_group=0,
    preexec_fn=stop_with_parent,  # noqa: PLW1509 - there are no threads here
)
stop_signals = [signal.SIGINT, signal.SIGTERM]
if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as it is under nohup
    stop_signals.append(signal.SIGHUP)
for number in stop_signals:
    signal.signal(number, stop)
status = server.wait()
# Workers outlive a parent that was killed, and would go on answering at its port.
with contextlib.suppress(ProcessLookupError):
    os.killpg(server.pid, signal.SIGKILL)
sys.exit(status)
