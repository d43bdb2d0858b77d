"""What the commands say while they work; everything goes to standard error."""

import errno
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

HEARTBEAT_SECONDS = 10
DISK_FULL = os.strerror(errno.ENOSPC)


class Failure(Exception):
    """Something the user can act on; its text is one paragraph that says how."""


class DiskFull(Failure):
    """Nothing else is worth trying."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def duration(seconds):
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes:.0f} min {seconds:.0f} s" if minutes else f"{seconds:.1f} s"


@contextmanager
def step(title):
    """Announce a piece of work, and how long it took once it is done."""
    say(f"-- {title} ...")
    start = time.monotonic()
    yield
    say(f"   {title}: done in {duration(time.monotonic() - start)}")


def run_step(title, command, log, hint, **options):
    """Run a long command: progress for the eyes, its output in the file `log`.

    A failing command raises a `Failure` made of `hint`, the last lines of the
    output and the place of the log.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with step(title):
        code = _run_logged(title, command, log, options)
        if code:
            raise _failure(title, log, hint)


def _run_logged(title, command, log, options):
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            close_fds=False,
            **options,
        )
        return _wait_visibly(title, process)


def _wait_visibly(title, process):
    start = time.monotonic()
    while True:
        try:
            return process.wait(timeout=HEARTBEAT_SECONDS)
        except subprocess.TimeoutExpired:
            say(f"   {title}: {duration(time.monotonic() - start)} so far")
        except BaseException:
            process.kill()
            process.wait()
            raise


def _failure(title, log, hint):
    text = log.read_text(errors="replace")
    kind = Failure
    if DISK_FULL in text:
        kind = DiskFull
        hint = "The disk is full. Free some space and run the command again."
    tail = "\n".join("    " + line for line in text.splitlines()[-15:])
    return kind(f"{title}: failed. {hint}\n{tail}\n    (all of it: {log})")


def exit_code(work):
    """Run a command's `work()`; turn what goes wrong into a message and a code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return work() or 0
    except Failure as failure:
        say(f"\n{failure}")
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        place = f" ({Path(error.filename)})" if error.filename else ""
        say(f"\nThe disk is full{place}. Free some space and run it again.")
    except KeyboardInterrupt:
        say("\nInterrupted.")
        return 130
    return 1
