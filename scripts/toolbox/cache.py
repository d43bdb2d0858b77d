"""The cache: where it is, who may change it, and what in it is finished.

Every component carries a stamp that says from what it was made. A stamp that
is missing (an earlier set-up was killed) or different (a pin changed) means
that the component is made again.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from .report import Failure, say

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = CHECKOUT / "scripts"
ADDON = CHECKOUT / "ar_centralized_payments"
STAMP = ".finished"
BYTES_NEEDED = 3 * 1024**3


def cache_directory():
    explicit = os.environ.get("AR_CACHE")
    if explicit:
        return Path(explicit).expanduser().absolute()
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser().absolute() / "ar_centralized_payments"


CACHE = cache_directory()
LOGS = CACHE / "logs"


def fingerprint(*parts):
    """A short name for what something is made from."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


def identity():
    """A text that stays the same until somebody removes the cache."""
    file = CACHE / "identity"
    if not file.exists():
        write_whole(file, os.urandom(8).hex())
    return file.read_text()


def is_finished(directory, stamp):
    try:
        return (directory / STAMP).read_text() == stamp
    except OSError:
        return False


def mark_finished(directory, stamp):
    write_whole(directory / STAMP, stamp)


def write_whole(path, text):
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text)
    draft.replace(path)


@contextmanager
def new_directory(target, stamp):
    """Yield a temporary directory that becomes `target` when all went well.

    The caller holds a lock: what lies about under a similar name is garbage.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(f"{target.name}.*"):
        shutil.rmtree(leftover, ignore_errors=True)  # of a run that was killed
    draft = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
    try:
        draft.chmod(0o755)
        yield draft
        mark_finished(draft, stamp)
        if target.exists():
            shutil.rmtree(target)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def setup_lock(name="setup"):
    """Let one run at a time change the cache, or the part with this name."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        # The programs we start hold it too: if we are killed, they go on.
        os.set_inheritable(lock.fileno(), True)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("-- another run is setting up, waiting ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def check_disk_space():
    CACHE.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(CACHE).free
    if free < BYTES_NEEDED:
        raise Failure(
            f"The disk is nearly full: setting up takes about "
            f"{BYTES_NEEDED // 1024**3} GiB in {CACHE}, {free // 1024**2} MiB are "
            "free. Free some space, or choose another place with AR_CACHE=directory."
        )
