"""Two workers on payment journals of different companies that pay the same third one,
beside one worker on as many lines."""

import resource
import time
from dataclasses import dataclass

from committed._group import clerk_env
from committed._processes import FORK, close_connections


@dataclass
class Work:
    """What one worker needed."""

    seconds: float
    #: of these, from its turn at the numbers until they are committed
    numbering: float
    #: the most memory that the process had, in MB
    peak: float


def at_work(companies, workers):
    """Let workers do what waits, each in a process of its own.

    :return: seconds until the last one was done, and the :class:`Work` of each
    """
    close_connections()
    barrier, pipes = FORK.Barrier(workers + 1), []
    for _number in range(workers):
        reader, writer = FORK.Pipe(duplex=False)
        worker = FORK.Process(
            target=_work, args=(companies, barrier, writer), daemon=True
        )
        worker.start()
        writer.close()
        pipes.append(reader)
    barrier.wait()
    start = time.perf_counter()
    works = [reader.recv() for reader in pipes]
    return time.perf_counter() - start, works


def _work(companies, barrier, writer):
    numbering = watch_numbering()
    with clerk_env(companies) as env:
        journals = env["ar.payment.journal"].with_user(1)
        journals._count_waiting()  # warm
        env.cr.commit()
        barrier.wait()
        start = time.perf_counter()
        journals._cron_work()
        took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    writer.send(Work(took, sum(numbering), peak))


def watch_numbering():
    """Note in this process how long each batch is in the part that is one after the
    other: from the turn at the numbers until all is committed.

    :return: list of seconds, that grows
    """
    from odoo.addons.ar_centralized_payments.books.worker_turns import WorkerTurn

    seconds, give = [], WorkerTurn.give

    def giving(turn, env):
        start = time.perf_counter()

        @env.cr.postcommit.add
        def committed():
            seconds.append(time.perf_counter() - start)

        give(turn, env)

    WorkerTurn.give = giving
    return seconds


class TwoWorkers:
    """Payment journals of two companies of a group, with invoices of a third one.

    :param group: with companies, customers and invoices (:class:`journal.Group`)
    :param lines: class of the lines of payment journals
    :param count: lines of each payment journal
    """

    PAYERS, PAID = (0, -1), 1

    def __init__(self, group, lines, count):
        self.group, self.lines, self.count = group, lines, count

    def enter(self):
        """A payment journal of each payer, waiting to be posted; their ids."""
        journals = []
        for payer in self.PAYERS:
            lines = self.lines(self.group, self.count, payer)
            partners = self.group.customers(self.count)
            items = self.group.open_items(self.PAID, partners)
            journals.append(lines.journal())
            lines.enter(journals[-1], partners, items)
        with clerk_env(self.group.companies) as env:
            for journal in env["ar.payment.journal"].browse(journals):
                journal.action_post()
            env.cr.commit()
        self.group.analyze()
        return journals

    def round(self, workers):
        """Seconds in which so many workers post both payment journals, their works."""
        journals = self.enter()
        took, works = at_work(self.group.companies, workers)
        with clerk_env(self.group.companies) as env:
            found = env["ar.payment.journal"].browse(journals)
            assert found.mapped("posted_count") == [self.count] * len(journals)
        return took, works

    def measure(self):
        """Print what one worker and what two need.

        :return: how many times as quick two are, and the share of one worker's time
            that is one after the other (1.0: all of it)
        """
        alone, (work,) = self.round(1)
        together, works = self.round(2)
        share = work.numbering / work.seconds
        print(
            f"\nTwo payment journals of {self.count} lines, of different companies, "
            f"that pay the same third one:\n"
            f"  one worker   {alone:8.1f} s, {share:.1%} of it one after the other\n"
            f"  two workers  {together:8.1f} s, "
            + " and ".join(f"{w.seconds:.1f} s" for w in works)
            + "\n"
        )
        return alone / together, share
