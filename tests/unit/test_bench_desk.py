"""The account of the desk's load: delivery times, and what must be zero."""

from __future__ import annotations

import argparse
from typing import Any

import pytest

from eval.bench import add_desk_arguments
from eval.bench_desk import DELIVERY_P95_MS, Size, targets
from eval.bench_desk_account import AGENT, CITIZEN, Deliveries, Sent, spread
from eval.bench_desk_driver import Room
from eval.bench_desk_line import Trouble
from eval.bench_desk_people import Citizen, DeskAgent, Load


def sent(side: str, at: float = 0.0, *, across: bool = False, conversation: str = "c1") -> Sent:
    return Sent(side, conversation, across, at)


def report(p95: float, **different: Any) -> dict[str, Any]:
    """Of a load in which all went well, but for what is ``different``."""
    right: dict[str, Any] = {
        "delivery_ms": {"all": {"p95": p95}}, "wrong": Deliveries().wrong(), "errors": {}, "reconnects": 0,
        "messages": {"sent_by_citizens": 5, "sent_by_agents": 4}, "stored": {"citizen": 5, "agent": 4, "system": 9},
    }  # fmt: skip
    return {**right, **different}


def test_percentiles_are_values_that_were_measured_in_milliseconds() -> None:
    assert spread([n / 1000 for n in range(1, 101)]) == {
        "count": 100, "p50": 50.0, "p95": 95.0, "p99": 99.0, "max": 100.0
    }  # fmt: skip
    assert spread([0.25]) == {"count": 1, "p50": 250.0, "p95": 250.0, "p99": 250.0, "max": 250.0}
    assert spread([3.0, 1.0, 2.0])["p50"] == 2000.0


def test_nothing_measured_has_no_percentiles() -> None:
    assert spread([]) == {"count": 0}


def test_a_message_is_there_when_the_other_side_has_it_and_not_when_its_own_side_does() -> None:
    deliveries = Deliveries()
    deliveries.send("m1", sent(CITIZEN, at=10.0))
    deliveries.hear(CITIZEN, "c1", 1, "m1", 10.1)
    assert deliveries.outstanding == 1
    deliveries.hear(AGENT, "c1", 1, "m1", 10.3)
    assert deliveries.outstanding == 0
    assert deliveries.times()["citizen_to_agent"] == {
        "count": 1, "p50": 300.0, "p95": 300.0, "p99": 300.0, "max": 300.0
    }  # fmt: skip
    assert deliveries.times()["agent_to_citizen"] == {"count": 0}


def test_directions_and_workers_are_told_apart() -> None:
    deliveries = Deliveries()
    for number, (side, across) in enumerate([(CITIZEN, False), (CITIZEN, True), (AGENT, True)], start=1):
        deliveries.send(f"m{number}", sent(side, across=across))
        deliveries.hear(AGENT if side == CITIZEN else CITIZEN, "c1", number, f"m{number}", number / 10)
    times = deliveries.times()
    assert times["all"]["count"] == 3
    assert times["citizen_to_agent_same_worker"]["max"] == 100.0
    assert times["citizen_to_agent_other_worker"]["max"] == 200.0
    assert times["agent_to_citizen_other_worker"]["max"] == 300.0
    assert times["agent_to_citizen_same_worker"] == {"count": 0}
    assert deliveries.counts() == {"sent_by_citizens": 2, "sent_by_agents": 1, "arrived": 3}


def test_all_is_well_when_both_sides_have_every_number_in_order() -> None:
    deliveries = Deliveries()
    for side in (CITIZEN, AGENT):
        for number in (3, 4, 5):
            deliveries.hear(side, "c1", number, None, 1.0)
    assert set(deliveries.wrong().values()) == {0}
    assert deliveries.last(AGENT, "c1") == 5
    assert deliveries.last(AGENT, "another") == 0


def test_what_is_lost_doubled_skipped_or_late_is_counted() -> None:
    deliveries = Deliveries()
    deliveries.send("lost", sent(AGENT))
    for number in (1, 2, 2, 5, 4):
        deliveries.hear(AGENT, "c1", number, None, 1.0)
    assert deliveries.wrong() == {"lost": 1, "missing_numbers": 1, "duplicated": 1, "out_of_order": 1}


def test_the_first_time_a_message_comes_is_the_one_that_counts() -> None:
    deliveries = Deliveries()
    deliveries.send("m1", sent(CITIZEN))
    deliveries.hear(AGENT, "c1", 1, "m1", 0.1)
    deliveries.hear(AGENT, "c1", 1, "m1", 9.0)
    assert deliveries.times()["all"]["max"] == 100.0
    assert deliveries.duplicates == 1


def test_a_message_that_was_refused_is_an_error_and_not_lost() -> None:
    deliveries = Deliveries()
    deliveries.send("m1", sent(AGENT))
    deliveries.refused("m1")
    assert deliveries.outstanding == 0
    assert deliveries.counts()["sent_by_agents"] == 0


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_citizens_of_every_agent_are_spread_evenly_over_the_workers(workers: int) -> None:
    load = Load(None, Deliveries(), Trouble())  # type: ignore[arg-type]  # nobody calls anybody
    citizens = [Citizen(load, n % workers, "http://x") for n in range(60 * workers)]
    agents = [DeskAgent(load, n % workers, "http://x", f"a{n}", "") for n in range(6)]
    room = Room(load, citizens, agents)
    theirs = [[c.worker for n, c in enumerate(citizens) if room.agent_of(n) is agent] for agent in agents]
    assert all(len(mine) == 10 * workers for mine in theirs)
    assert all(mine.count(worker) == 10 for mine in theirs for worker in range(workers))


def test_the_targets_hold_when_all_arrived_soon_and_once() -> None:
    assert all(row["holds"] for row in targets(report(DELIVERY_P95_MS)).values())


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("delivery_p95_ms", report(DELIVERY_P95_MS + 1)),
        ("delivery_p95_ms", report(1, delivery_ms={"all": {"count": 0}})),
        ("lost", report(1, wrong={"lost": 1})),
        ("not_stored_once", report(1, stored={"citizen": 5, "agent": 3})),
        ("not_stored_once", report(1, stored={"citizen": 6, "agent": 3})),
        ("errors", report(1, errors={"look 503": 2})),
        ("reconnects", report(1, reconnects=1)),
    ],
)
def test_a_target_that_is_missed_says_so(name: str, wrong: dict[str, Any]) -> None:
    assert not targets(wrong)[name]["holds"]


def test_only_asked_for_is_the_load_run_and_then_in_full_size() -> None:
    parser = argparse.ArgumentParser()
    add_desk_arguments(parser)
    usual = parser.parse_args([])
    assert not usual.desk
    assert (usual.desk_seconds, usual.desk_citizens, usual.desk_agents, usual.desk_rate) == (180, 1000, 20, 20)
    assert Size(usual.desk_seconds, usual.desk_citizens, usual.desk_agents, usual.desk_rate) == Size()
