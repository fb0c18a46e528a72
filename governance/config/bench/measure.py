import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure beside its goal (mätvärde); `goal` is the most that it may be."""

    name: str
    value: float
    unit: str
    goal: float | None

    @property
    def ok(self) -> bool:
        """Whether the goal is met; a figure without goal is told for its own sake."""
        return self.goal is None or self.value <= self.goal

    def as_data(self) -> dict[str, object]:
        """As it stands in bench.json."""
        return {**asdict(self), "ok": self.ok}


def cpu(work: Callable[[], object]) -> float:
    """Processor seconds of one call in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def wall(work: Callable[[], object]) -> float:
    """Seconds of one call by the clock, for work that other processes do."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    rounds: int = 15,
    by: Callable[[Callable[[], object]], float] = cpu,
) -> float:
    """Median of ours against theirs, measured side by side, in turn and in one run, after a warm-up of both."""
    ours(), theirs()
    found = []
    for turn in range(rounds):
        gc.collect()
        if turn % 2:
            mine = by(ours)
            other = by(theirs)
        else:
            other = by(theirs)
            mine = by(ours)
        found.append(mine / other)
    return statistics.median(found)


def repeat(work: Callable[[], object], times: int) -> Callable[[], None]:
    """Make many calls one, so that the clock can tell them."""

    def many() -> None:
        for _ in range(times):
            work()

    return many
