"""Measuring by the processor's time: what else the machine does matters little then."""

import gc
import os
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Measure:
    """What one step took in each round: seconds of the processor, and queries."""

    seconds: list = field(default_factory=list)
    queries: list = field(default_factory=list)

    def milliseconds(self, count):
        """Median milliseconds per item."""
        return statistics.median(self.seconds) * 1000 / count

    def queries_each(self, count):
        """Median queries per item."""
        return statistics.median(self.queries) / count


def measure(env, took, step):
    """Run a step, everything that a commit would do included.

    :param Measure took: what is added to
    :return: what the step returns
    """
    env.flush_all()
    gc.collect()
    before, start = env.cr.sql_log_count, spent(env)
    result = step()
    env.cr.flush()
    took.queries.append(env.cr.sql_log_count - before)
    took.seconds.append(spent(env) - start)
    return result


def spent(env):
    """Seconds of processor time so far: of this process, and of the process of the
    database that serves it, where it runs on this machine and /proc tells."""
    backend = Path("/proc", str(env.cr._cnx.info.backend_pid), "stat")
    if env.cr._cnx.info.host.startswith("/") and backend.exists():
        user, system = backend.read_text().rpartition(")")[2].split()[11:13]
        ticks = int(user) + int(system)
        return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")
    return time.process_time()


def told(goals):
    """Print which goals hold.

    :param goals: what, the figure, and the most it may be, of each
    :return: how many are missed
    """
    missed = 0
    for title, figure, most in goals:
        holds = figure <= most
        missed += not holds
        mark = "holds " if holds else "MISSED"
        print(f"{mark}  {title}: {figure:.3g} (at most {most:g})")
    return missed
