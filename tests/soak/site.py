"""A site of its own, that may be killed: its processes, its database, its folder."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import mkdtemp

from tests.servers import answers, children, free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = ["--interface", "wsgi", "--host", "127.0.0.1", "--blocking-threads", "4"]
OPTIONS += ["--workers-kill-timeout", "5", "--http1-header-read-timeout", "10000"]
OPTIONS += ["--respawn-failed-workers", "--respawn-interval", "0.1"]
OPTIONS += ["--no-access-log", "--log-level", "warning"]


def family(pid):
    """A process and those that it has started, as far as they are alive."""
    return [pid, *(one for child in children(pid) for one in family(child))]


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class SQLite:
    def __init__(self, folder):
        self.address = f"sqlite:///{folder}/soak.sqlite3"

    def processes(self):
        """None but the site's own."""
        return []

    def start(self):
        pass

    stop = start


class PostgreSQL:
    """A server of its own, since killing one of its processes stops all of them."""

    def __init__(self, folder):
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        self.programs = programs[-1] if programs else Path(shutil.which("initdb")).parent
        # It does not run as root, and must reach its folder.
        self.user = "postgres" if os.geteuid() == 0 else None
        self.folder = Path(mkdtemp(prefix="newsroom-soak-"))
        if self.user:
            shutil.chown(self.folder, self.user)
        self.port = free_port()
        self.address = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self.server = None
        self.run("initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust")

    def run(self, program, *arguments):
        subprocess.run(
            [self.programs / program, *arguments],
            user=self.user,
            cwd=self.folder,
            check=True,
            capture_output=True,
        )

    def start(self):
        if self.server and self.server.poll() is None:
            return
        command = [self.programs / "postgres", "-D", self.folder / "data"]
        command += ["-p", str(self.port), "-k", self.folder, "-c", "listen_addresses=127.0.0.1"]
        with (self.folder / "log").open("a") as log:
            self.server = subprocess.Popen(
                command, user=self.user, stdout=log, stderr=log, cwd=self.folder
            )
        wait_until(self.answers, "bin/soak: PostgreSQL's start")

    def answers(self):
        if self.server.poll() is not None:
            # What is left of the one before it has yet to end.
            time.sleep(0.2)
            self.start()
        command = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0

    def processes(self):
        return family(self.server.pid) if self.server else []

    def stop(self):
        if self.server:
            self.server.send_signal(signal.SIGINT)
            self.server.wait(20)
        shutil.rmtree(self.folder)


DATABASES = {"sqlite": SQLite, "postgresql": PostgreSQL}


class Site:
    def __init__(self, database, workers, port, cache="", **environment):
        self.folder = Path(mkdtemp(prefix="newsroom-soak-"))
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        self.database, self.workers, self.port = DATABASES[database](self.folder), workers, port
        self.address = f"http://127.0.0.1:{port}"
        self.environment = {
            "DATABASE_URL": self.database.address,
            "CACHE_URL": cache,
            "DJANGO_SETTINGS_MODULE": "tests.elsewhere",
            "ELSEWHERE": str(self.folder),
            "SECRET_KEY": "of a site that lives for an hour at most " * 2,
            "SITE_URL": self.address,
            "TMPDIR": str(self.temporary),
            **environment,
        }
        self.server, self.known = None, []

    def __enter__(self):
        """With the database and the first content; Django is set up here for it too."""
        os.environ.update(self.environment)
        self.database.start()
        import django

        django.setup()
        from django.core.management import call_command

        call_command("prepare", stdout=open(os.devnull, "w"))
        self.start()
        return self

    def __exit__(self, *_):
        from django.db import connections

        self.stop()
        connections.close_all()
        self.database.stop()
        shutil.rmtree(self.folder)

    def start(self):
        command = [sys.executable, "bin/run_server.py", *OPTIONS, "--port", str(self.port)]
        command += ["--workers", str(self.workers), "newsroom.wsgi:application"]
        with (self.folder / "log").open("a") as log:
            self.server = subprocess.Popen(
                command, env=os.environ | self.environment, cwd=ROOT, stdout=log, stderr=log
            )
        wait_until(self.is_ready, "bin/soak: the site's start")

    def processes(self):
        """The one that watches, granian's own, its workers, and what these have started."""
        return family(self.server.pid)

    def workers_now(self):
        started = [one for pid in children(self.server.pid) for one in children(pid)]
        return [pid for pid in started if b"granian" in command_of(pid)]

    def is_ready(self):
        if self.server.poll() is not None:
            raise SystemExit(f"bin/soak: the site ended:\n{self.log()[-2000:]}")
        return answers(f"{self.address}/readyz")

    def log(self):
        return (self.folder / "log").read_text()

    def stop(self):
        """As a service is stopped. Returns whether it ended by itself, in seconds."""
        begun, before = time.monotonic(), self.processes()
        self.server.terminate()
        try:
            self.server.wait(20)
        except subprocess.TimeoutExpired:
            self.server.kill()
        for pid in filter(is_alive, before):
            os.kill(pid, signal.SIGKILL)
        return time.monotonic() - begun

    def revive(self, before):
        """Start what was killed, as a service is started anew for as long as it ends.

        Returns how many processes of ``before`` outlived those that had started them.
        """
        self.database.start()
        try:
            self.server.wait(0.5)
        except subprocess.TimeoutExpired:
            wait_until(self.is_back, "bin/soak: the site's recovery")
            return 0
        end = time.monotonic() + 10
        while any(map(is_alive, before)) and time.monotonic() < end:
            time.sleep(0.05)
        left = list(filter(is_alive, before))
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        self.start()
        return len(left)

    def is_back(self):
        """Workers that begin while the database is away end, and granian with them. What was
        killed may have looked alive for a moment yet.
        """
        self.database.start()
        if self.server.poll() is not None:
            self.start()
        return self.is_ready()
