"""``make soak``: ten minutes on each engine. ``ARGS="--minutes 60"``, ``ARGS="--kills 200"``,
``ARGS="--engine sqlite"`` for something else."""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tools.soak import ground
from tools.soak.house import House, house

ENGINES = ("sqlite", "postgresql")
LONGEST_PEACE_SECONDS = 1.5


@dataclass(frozen=True)
class Result:
    """What happened, and what was broken by it."""

    kills: Counter[str]
    confirmed: int
    unconfirmed: int
    tries: int
    longest: float
    seconds: float
    faults: list[str]

    def __str__(self) -> str:
        killed = ", ".join(f"{what} {times}" for what, times in sorted(self.kills.items()))
        return (
            f"{self.kills.total()} kills ({killed}) in {self.seconds / 60:.1f} minutes; "
            f"{self.confirmed} comments confirmed, {self.unconfirmed} not, in {self.tries} tries; "
            f"longest until confirmed {self.longest:.1f} s"
        )


def soak(engine: str, *, kills: int, seconds: float) -> Result:
    """Let people write on ``engine`` while something is killed at random, until ``kills`` were
    done or ``seconds`` have passed; then look whether every promise was kept."""
    with house(engine, ground.prepare) as built:
        writers = ground.people(built.address)
        for writer in writers:
            writer.sign_in()
        ended = threading.Event()
        began = time.monotonic()
        with ThreadPoolExecutor(len(writers)) as pool:
            work = [pool.submit(writer.write, ended) for writer in writers]
            try:
                killed = _kill(built, kills, began + seconds)
                time.sleep(LONGEST_PEACE_SECONDS)  # for what is still to be confirmed
            finally:
                ended.set()
            for one in work:
                one.result()
        passed = time.monotonic() - began
        built.stop()
        sent = [form for writer in writers for form in writer.sent]
        confirmed = sum(form.number is not None for form in sent)
        return Result(
            kills=killed,
            confirmed=confirmed,
            unconfirmed=len(sent) - confirmed,
            tries=sum(form.tries for form in sent),
            longest=max(writer.longest for writer in writers),
            seconds=passed,
            faults=[
                *(fault for writer in writers for fault in writer.faults),
                *ground.broken(built.url, sent),
            ],
        )


def _kill(built: House, kills: int, until: float) -> Counter[str]:
    """Kill one after the other, at least once."""
    killed: Counter[str] = Counter()
    while not killed or (killed.total() < kills and time.monotonic() < until):
        time.sleep(LONGEST_PEACE_SECONDS * random.random())  # noqa: S311 - no secret
        victim = random.choice(built.victims())  # noqa: S311
        built.kill(victim)
        killed[victim] += 1
        built.wait()
    return killed


def main() -> int:
    reading = argparse.ArgumentParser(prog="make soak", description=__doc__)
    reading.add_argument("--engine", choices=ENGINES, action="append")
    reading.add_argument("--minutes", type=float, default=10.0, help="on each engine")
    reading.add_argument("--kills", type=int, default=10**9, help="on each engine, at most")
    wanted = reading.parse_args()
    faults: list[str] = []
    for engine in wanted.engine or ENGINES:
        result = soak(engine, kills=wanted.kills, seconds=60 * wanted.minutes)
        print(f"{engine}: {result}", *result.faults, sep="\n  ", flush=True)
        faults += result.faults
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
