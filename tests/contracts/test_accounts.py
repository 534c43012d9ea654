"""What the desk's accounts promise, over SQLite and PostgreSQL, with two workers at once."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from assistant.desk.accounts import AgentChange
from assistant.desk.agents import Agent
from assistant.desk.refusals import Locked, SignInNeeded
from assistant.errors import BadInput, NotFound
from assistant.handoff.states import Reason, State
from assistant.signals import DESK
from assistant.store.tables import CaseRow, ConversationRow
from assistant.store.working import Working
from tests.desk_accounts import ANOTHER, CHEAP, PASSWORD, Worker, somebody
from tests.postgres_server import needs_postgres, prepared_database

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with prepared_database(request.param, tmp_path_factory.mktemp("db")) as address:
        yield address


@pytest.fixture
async def workers(url: str) -> AsyncIterator[tuple[Worker, Worker]]:
    """As two processes hold them."""
    both = Worker(url), Worker(url)
    yield both
    for worker in both:
        await worker.close()


@pytest.fixture
async def one(workers: tuple[Worker, Worker]) -> Worker:
    return workers[0]


@pytest.fixture
async def agent(one: Worker) -> Agent:
    return await one.staff.add(somebody(f"li{uuid.uuid4().hex[:12]}"), None, NOW)


async def actions(worker: Worker, subject: str) -> list[str]:
    """What the log has about somebody, the oldest first."""
    entries = await worker.audit.read(NOW - timedelta(days=1), NOW + timedelta(days=2), 10_000)
    return [entry.action for entry in reversed(entries) if entry.subject == subject]


async def wrong(worker: Worker, login: str, at: datetime = NOW) -> type[Exception] | None:
    """What a wrong password comes to."""
    try:
        await worker.sign_in.sign_in(login, "不对的密码不对的密码", at)
    except (SignInNeeded, Locked) as error:
        return type(error)
    return None


class TestSigningIn:
    async def test_who_knows_the_password_gets_a_session_and_starts_as_away(self, one: Worker, agent: Agent) -> None:
        await one.presence.set_status(agent.id, "online", NOW)
        opened = await one.sign_in.sign_in(f" {agent.login.upper()} ", PASSWORD, NOW)
        session = await one.sessions.of(opened.token, NOW + MINUTE)
        assert session is not None
        assert session.agent.id == agent.id
        assert (await one.presence.of(agent.id, NOW)).status == "away"
        assert await actions(one, agent.login) == ["agent_added", "sign_in"]

    async def test_the_secret_of_a_session_is_nowhere_in_the_database(self, one: Worker, agent: Agent) -> None:
        opened = await one.sign_in.sign_in(agent.login, PASSWORD, NOW)
        assert opened.token not in repr(await one.sessions.of(opened.token, NOW))
        assert len(opened.token) >= 43
        assert await one.sessions.of(opened.session.digest, NOW) is None

    async def test_a_wrong_password_and_an_unknown_login_are_told_the_same(self, one: Worker, agent: Agent) -> None:
        told = []
        for login in (agent.login, f"nobody{uuid.uuid4().hex}"):
            with pytest.raises(SignInNeeded) as refused:
                await one.sign_in.sign_in(login, ANOTHER, NOW)
            told.append(str(refused.value))
        assert told[0] == told[1] == "登录名或密码不对"

    @pytest.mark.parametrize("known", [True, False])
    async def test_after_five_wrong_passwords_even_the_right_one_must_wait_a_quarter_of_an_hour(
        self, workers: tuple[Worker, Worker], agent: Agent, known: bool
    ) -> None:
        login = agent.login if known else f"nobody{uuid.uuid4().hex}"
        at = [NOW + n * timedelta(seconds=10) for n in range(7)]
        assert [await wrong(workers[n % 2], login, at[n]) for n in range(6)] == [SignInNeeded] * 5 + [Locked]
        with pytest.raises(Locked) as locked:
            await workers[1].sign_in.sign_in(login, PASSWORD, at[6])
        assert 800 < locked.value.retry_after <= 900
        later = at[4] + timedelta(seconds=901)
        if known:
            assert await workers[1].sign_in.sign_in(login, PASSWORD, later)
            assert (await actions(workers[0], login)).count("locked") == 1
        else:
            assert await wrong(workers[1], login, later) is SignInNeeded

    async def test_guesses_made_at_once_on_two_workers_all_count(
        self, workers: tuple[Worker, Worker], agent: Agent
    ) -> None:
        results = await asyncio.gather(*(wrong(workers[n % 2], agent.login) for n in range(12)))
        assert results.count(SignInNeeded) == 5
        assert results.count(Locked) == 7

    async def test_after_a_lock_out_there_are_five_tries_again(self, one: Worker, agent: Agent) -> None:
        for _ in range(5):
            await wrong(one, agent.login)
        later = NOW + timedelta(minutes=16)
        assert [await wrong(one, agent.login, later) for _ in range(6)] == [SignInNeeded] * 5 + [Locked]

    async def test_the_right_password_ends_the_count(self, one: Worker, agent: Agent) -> None:
        for _ in range(3):
            assert [await wrong(one, agent.login) for _ in range(4)] == [SignInNeeded] * 4
            await one.sign_in.sign_in(agent.login, PASSWORD, NOW)

    async def test_what_was_typed_as_a_login_is_not_written_down(self, one: Worker) -> None:
        typed = f"my-secret-{uuid.uuid4().hex}"
        await wrong(one, typed, NOW - MINUTE)
        (entry,) = await one.audit.read(NOW - MINUTE, NOW, 10_000)
        assert entry.action == "sign_in_failed"
        assert typed not in repr(entry)

    async def test_a_hash_of_older_parameters_is_renewed(self, url: str, agent: Agent) -> None:
        stronger = Worker(url, PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
        await stronger.sign_in.sign_in(agent.login, PASSWORD, NOW)
        kept = await stronger.accounts.credentials(agent.login)
        assert kept is not None
        assert "t=2" in kept.password_hash
        await stronger.sign_in.sign_in(agent.login, PASSWORD, NOW)
        await stronger.close()

    async def test_renewing_a_hash_never_undoes_a_new_password(self, one: Worker, agent: Agent) -> None:
        known = await one.accounts.credentials(agent.login)
        assert known is not None
        await one.staff.change(agent.id, AgentChange(password=ANOTHER), None, NOW)
        await one.accounts.rehash(agent.id, known.password_hash, CHEAP.hash(PASSWORD))
        await one.sign_in.sign_in(agent.login, ANOTHER, NOW)


class TestSessions:
    async def test_a_session_ends_when_it_is_not_used(self, one: Worker, agent: Agent) -> None:
        opened = await one.sessions.open(agent, NOW)
        for minutes in (29, 58):
            assert await one.sessions.of(opened.token, NOW + minutes * MINUTE)
        assert await one.sessions.of(opened.token, NOW + 88 * MINUTE) is None

    async def test_a_session_ends_after_half_a_day_whatever_is_done(self, one: Worker, agent: Agent) -> None:
        opened = await one.sessions.open(agent, NOW)
        for minutes in range(20, 720, 20):
            assert await one.sessions.of(opened.token, NOW + minutes * MINUTE)
        assert await one.sessions.of(opened.token, NOW + 720 * MINUTE) is None

    async def test_a_socket_that_only_looks_does_not_keep_a_session_alive(self, one: Worker, agent: Agent) -> None:
        opened = await one.sessions.open(agent, NOW)
        found = await one.sessions.agent_of_cookie(opened.token, NOW + 29 * MINUTE)
        assert found is not None
        assert found.id == agent.id
        assert await one.sessions.agent_of_cookie(opened.token, NOW + 31 * MINUTE) is None

    async def test_the_last_use_is_written_at_most_once_a_minute(self, one: Worker, agent: Agent) -> None:
        opened = await one.sessions.open(agent, NOW)
        await one.sessions.of(opened.token, NOW + timedelta(seconds=59))
        found = await one.sessions.of(opened.token, NOW + timedelta(seconds=60))
        assert found is not None
        assert found.used_at == NOW
        found = await one.sessions.of(opened.token, NOW + timedelta(seconds=61))
        assert found is not None
        assert found.used_at == NOW + timedelta(seconds=60)

    async def test_ended_sessions_are_forgotten_and_others_are_not(self, one: Worker, agent: Agent) -> None:
        old = await one.sessions.open(agent, NOW)
        new = await one.sessions.open(agent, NOW + 31 * MINUTE)
        assert await one.sessions.of(old.token, NOW) is None
        assert await one.sessions.of(new.token, NOW + 32 * MINUTE)

    async def test_signing_out_ends_this_session_only(self, one: Worker, agent: Agent) -> None:
        first = await one.sign_in.sign_in(agent.login, PASSWORD, NOW)
        second = await one.sign_in.sign_in(agent.login, PASSWORD, NOW)
        await one.presence.set_status(agent.id, "online", NOW)
        await one.sign_in.sign_out(first.session, NOW)
        assert await one.sessions.of(first.token, NOW) is None
        assert await one.sessions.of(second.token, NOW)
        assert (await one.presence.of(agent.id, NOW)).status == "away"

    async def test_a_new_password_ends_every_other_session_on_every_worker(
        self, workers: tuple[Worker, Worker], agent: Agent
    ) -> None:
        here = await workers[0].sign_in.sign_in(agent.login, PASSWORD, NOW)
        there = await workers[1].sign_in.sign_in(agent.login, PASSWORD, NOW)
        again = await workers[0].sign_in.change_password(here.session, PASSWORD, ANOTHER, NOW)
        assert [await workers[1].sessions.of(each.token, NOW) for each in (here, there)] == [None, None]
        kept = await workers[1].sessions.of(again.token, NOW)
        assert kept is not None
        assert kept.csrf == here.session.csrf
        assert await wrong(workers[0], agent.login) is SignInNeeded
        await workers[1].sign_in.sign_in(agent.login, ANOTHER, NOW)
        assert "password_changed" in await actions(workers[0], agent.login)

    async def test_a_new_password_needs_the_old_one_and_guessing_it_locks(self, one: Worker, agent: Agent) -> None:
        session = (await one.sign_in.sign_in(agent.login, PASSWORD, NOW)).session
        for weak in ("1234567890", PASSWORD):
            with pytest.raises(BadInput):
                await one.sign_in.change_password(session, PASSWORD, weak, NOW)
        for _ in range(5):
            with pytest.raises(BadInput, match="原密码不对"):
                await one.sign_in.change_password(session, ANOTHER, ANOTHER, NOW)
        with pytest.raises(Locked):
            await one.sign_in.change_password(session, PASSWORD, ANOTHER, NOW)

    async def test_disabling_ends_sessions_at_once_and_enabling_brings_none_back(
        self, workers: tuple[Worker, Worker], agent: Agent
    ) -> None:
        opened = await workers[0].sign_in.sign_in(agent.login, PASSWORD, NOW)
        with workers[1].signals.listening(DESK) as listener:
            await workers[1].staff.change(agent.id, AgentChange(active=False), None, NOW)
            assert (await listener.get()).kind == "presence"
        assert await workers[0].sessions.of(opened.token, NOW) is None
        with pytest.raises(SignInNeeded, match="停用"):
            await workers[0].sign_in.sign_in(agent.login, PASSWORD, NOW)
        assert await wrong(workers[0], agent.login) is SignInNeeded
        await workers[1].staff.change(agent.id, AgentChange(active=True), None, NOW)
        assert await workers[0].sessions.of(opened.token, NOW) is None
        assert await workers[0].sign_in.sign_in(agent.login, PASSWORD, NOW)


class TestStaff:
    async def test_what_is_added_and_changed_comes_back_and_is_written_down(self, one: Worker, agent: Agent) -> None:
        changed = await one.staff.change(
            agent.id, AgentChange("王班长", "supervisor", ("综合", " 综合 ", "投诉"), 5), agent.id, NOW
        )
        assert (changed.name, changed.role, changed.skills, changed.most) == (
            "王班长",
            "supervisor",
            ("综合", "投诉"),
            5,
        )
        assert changed in await one.staff.agents()
        entry = next(e for e in await one.audit.read(NOW, NOW + MINUTE, 10_000) if e.subject == agent.login)
        assert (entry.action, entry.agent_id, entry.agent_name) == ("agent_changed", agent.id, "王班长")
        assert "坐席→班长" in entry.reason

    async def test_what_is_not_changed_stays(self, one: Worker, agent: Agent) -> None:
        assert await one.staff.change(agent.id, AgentChange(most=9), None, NOW) == Agent(
            agent.id, agent.login, "李坐席", "agent", ("投诉",), 9, True, "away", None
        )

    async def test_a_login_belongs_to_one_person(self, one: Worker, agent: Agent) -> None:
        with pytest.raises(BadInput, match="已经有人用了"):
            await one.staff.add(somebody(agent.login.upper()), None, NOW)

    @pytest.mark.parametrize("login", ["", "a", "李坐席", "a b c", "-abc", "x" * 65, "a\nb"])
    async def test_a_login_that_cannot_be_typed_everywhere_is_refused(self, one: Worker, login: str) -> None:
        with pytest.raises(BadInput, match="登录名不对"):
            await one.staff.add(somebody(login), None, NOW)

    @pytest.mark.parametrize(
        "change",
        [
            AgentChange(name="  "), AgentChange(name="李\u202e坐席"), AgentChange(name="李" * 33), AgentChange(role="boss"),
            AgentChange(most=0), AgentChange(most=21), AgentChange(skills=("x" * 33,)), AgentChange(password="123"),
        ],
    )  # fmt: skip
    async def test_changes_that_make_no_sense_are_refused(self, one: Worker, agent: Agent, change: AgentChange) -> None:
        with pytest.raises(BadInput):
            await one.staff.change(agent.id, change, None, NOW)

    async def test_nobody_is_changed_whom_nobody_knows(self, one: Worker) -> None:
        with pytest.raises(NotFound):
            await one.staff.change(str(uuid.uuid4()), AgentChange(most=2), None, NOW)
        with pytest.raises(NotFound):
            await one.staff.named("nobody")

    async def test_somebody_who_may_change_accounts_is_always_left(self, workers: tuple[Worker, Worker]) -> None:
        for one in await workers[0].staff.agents():
            if one.role == "administrator" and one.active:  # of the tests before
                pytest.fail("another test left an administrator")
        names = [f"admin{n}{uuid.uuid4().hex[:8]}" for n in range(2)]
        two = [await workers[0].staff.add(somebody(name, "administrator"), None, NOW) for name in names]
        results = await asyncio.gather(
            workers[0].staff.change(two[0].id, AgentChange(active=False), two[1].id, NOW),
            workers[1].staff.change(two[1].id, AgentChange(role="agent"), two[0].id, NOW),
            return_exceptions=True,
        )
        assert sorted(isinstance(one, BadInput) for one in results) == [False, True], results
        left = [a for a in await workers[0].staff.agents() if a.active and a.role == "administrator"]
        assert len(left) == 1
        with pytest.raises(BadInput, match="最后一位管理员"):
            await workers[0].staff.change(left[0].id, AgentChange(role="supervisor"), None, NOW)


class TestPresence:
    async def test_who_was_not_seen_for_a_while_is_offline_whatever_was_set(self, one: Worker, agent: Agent) -> None:
        assert (await one.presence.of(agent.id, NOW)).status == "offline"
        assert (await one.presence.set_status(agent.id, "online", NOW)).status == "online"
        assert (await one.presence.of(agent.id, NOW + timedelta(seconds=45))).status == "online"
        assert (await one.presence.of(agent.id, NOW + timedelta(seconds=46))).status == "offline"

    async def test_beats_keep_somebody_there_and_are_written_every_ten_seconds(
        self, workers: tuple[Worker, Worker], agent: Agent
    ) -> None:
        await workers[0].presence.set_status(agent.id, "online", NOW)
        for seconds, seen in ((4, 0), (9, 0), (10, 10), (19, 10), (35, 35)):
            await workers[seconds % 2].presence.beat(agent.id, NOW + timedelta(seconds=seconds))
            found = await workers[0].presence.of(agent.id, NOW)
            assert found.agent.seen_at == NOW + timedelta(seconds=seen)
        assert (await workers[0].presence.of(agent.id, NOW + timedelta(seconds=80))).status == "online"

    async def test_coming_back_is_told_and_an_ordinary_beat_is_not(self, one: Worker, agent: Agent) -> None:
        with one.signals.listening(DESK) as listener:
            await one.presence.beat(agent.id, NOW)
            assert (await listener.get()).kind == "presence"
            await one.presence.beat(agent.id, NOW + timedelta(seconds=15))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(listener.get(), 0.05)

    async def test_only_known_people_have_a_status_and_only_a_known_one(self, one: Worker, agent: Agent) -> None:
        with pytest.raises(BadInput):
            await one.presence.set_status(agent.id, "asleep", NOW)
        with pytest.raises(NotFound):
            await one.presence.set_status("nobody", "online", NOW)
        with pytest.raises(NotFound):
            await one.presence.of("nobody", NOW)
        await one.presence.beat("nobody", NOW)

    async def test_a_load_counts_the_conversations_somebody_has_now(self, one: Worker, agent: Agent) -> None:
        async with Working(one.engine).session() as rows:
            for state in (State.ASSIGNED, State.WITH_AGENT, State.RESOLVED, State.CALL_BACK):
                conversation = str(uuid.uuid4())
                rows.add(ConversationRow(id=conversation, token_digest="d" * 64, channel="web", created_at=NOW))
                await rows.flush()
                rows.add(
                    CaseRow(
                        id=str(uuid.uuid4()), conversation_id=conversation, channel="web", state=state,
                        reason=Reason.REQUESTED, skill="综合", agent_id=agent.id, opened_at=NOW, state_at=NOW,
                    )
                )  # fmt: skip
        assert (await one.presence.of(agent.id, NOW)).load == 2
        seen = {found.agent.id: found for found in await one.presence.everyone(NOW)}
        assert seen[agent.id].load == 2


class TestAudit:
    async def test_lines_of_a_time_come_back_the_newest_first(self, one: Worker, agent: Agent) -> None:
        day = datetime(2027, 1, 1, tzinfo=UTC)
        for minute in range(4):
            await one.audit.note(agent.id, "unmask", f"case{minute}" + "x" * 80, "核对身份", day + minute * MINUTE)
        found = await one.audit.read(day + MINUTE, day + 3 * MINUTE, 10)
        assert [entry.subject[:5] for entry in found] == ["case2", "case1"]
        assert found[0].at == day + 2 * MINUTE
        assert (found[0].agent_name, found[0].reason, len(found[0].subject)) == ("李坐席", "核对身份", 64)
        assert len(await one.audit.read(day, day + 9 * MINUTE, 2)) == 2
