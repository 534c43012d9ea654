"""At most so many events a key in so many seconds."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.errors import TooMany
from channels.api.limits import SlidingWindow


@dataclass
class Clock:
    """Time that passes when told to."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def refused(window: SlidingWindow, key: str = "a") -> int:
    """Seconds to wait; 0 when the event was allowed."""
    try:
        window.take(key)
    except TooMany as error:
        return error.retry_after
    return 0


def test_the_limit_is_reached_and_no_more() -> None:
    window = SlidingWindow(3, 60, Clock())
    assert [refused(window) > 0 for _ in range(5)] == [False, False, False, True, True]


def test_keys_do_not_share_a_limit() -> None:
    window = SlidingWindow(1, 60, Clock())
    assert [refused(window, key) > 0 for key in "aabb"] == [False, True, False, True]


def test_waiting_as_long_as_told_is_enough_and_not_much_too_long() -> None:
    clock = Clock()
    window = SlidingWindow(2, 60, clock)
    window.take("a")
    clock.now += 20.5
    window.take("a")
    wait = refused(window)
    assert 39.5 <= wait <= 41
    clock.now += wait
    assert refused(window) == 0


def test_the_window_slides_instead_of_starting_anew() -> None:
    clock = Clock()
    window = SlidingWindow(2, 60, clock)
    for seconds in (0, 50, 11):
        clock.now += seconds
        assert refused(window) == 0
    assert 49 <= refused(window) <= 50


def test_a_refused_event_does_not_prolong_the_wait() -> None:
    clock = Clock()
    window = SlidingWindow(1, 60, clock)
    window.take("a")
    for _ in range(6):
        clock.now += 9
        assert refused(window) > 0
    clock.now += 7
    assert refused(window) == 0


def test_there_is_always_at_least_a_second_to_wait() -> None:
    clock = Clock()
    window = SlidingWindow(1, 0.5, clock)
    window.take("a")
    assert refused(window) == 1


def test_keys_unused_longest_are_forgotten_first() -> None:
    window = SlidingWindow(1, 60, Clock(), remembered=2)
    for key in ("old", "used", "new"):
        window.take(key)
    assert refused(window, "used") > 0
    assert refused(window, "old") == 0
