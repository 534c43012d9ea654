"""The citizen's side of a handover over the public contract: what is asked, answered, framed and refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from knowledge_base.encoders import SentenceEncoder
from tests.handover_http import Place, hire, listening, place, refused
from tests.integration.serving import Talk, copied, open_talk, serving

QUESTION, ANSWER = "养老保险最少交几年", "最低缴费年限"
HANDOVER = {"offered", "state", "position", "estimate_seconds", "asks"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, small_index: Path) -> Path:
    return copied(small_index, tmp_path_factory.mktemp("handover"))


@pytest.fixture(scope="module")
def desk(folder: Path, encoder: SentenceEncoder) -> Iterator[Place]:
    with serving(folder, encoder) as service:
        hire(f"sqlite+aiosqlite:///{folder / 'assistant.db'}")
        with place(service, service) as one:
            yield one


@pytest.fixture
def empty_desk(desk: Place) -> Iterator[Place]:
    """Nobody is there."""
    for one in (desk.wang, desk.li, desk.sun, desk.zhao):
        one.post("status", status="away")
    yield desk


def ask(talk: Talk, **body: Any) -> dict[str, Any]:
    answer = talk.post("handover", body)
    assert answer.status_code == 202, answer.text
    found: dict[str, Any] = answer.json()
    return found


def now(talk: Talk) -> dict[str, Any]:
    answer = talk.client.get(f"{talk.path}/handover", headers=talk.bearer)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_button_puts_in_the_queue_and_says_the_same_in_the_conversation(desk: Place) -> None:
    desk.wang.online()
    talk = desk.citizen()
    assert now(talk)["state"] == "none"
    answer = ask(talk, reason="想问补缴")
    assert answer["state"] == "queued" and answer["position"] >= 1 and answer["estimate_seconds"] >= 30
    (row,) = talk.messages()
    assert (row["from"], row["text"], set(row["handover"])) == ("system", answer["text"], HANDOVER)
    assert now(talk)["state"] == "queued" and "您还在排队" in now(talk)["text"]
    assert "您还在排队" in ask(talk)["text"]
    stopped = ask(talk, action="cancel")
    assert (stopped["state"], now(talk)["state"]) == ("none", "none") and "不排队了" in stopped["text"]
    assert "没有在排队" in refused(talk.post("handover", {"action": "cancel"}), 422)


def test_asking_needs_no_body(desk: Place) -> None:
    desk.wang.online()
    talk = desk.citizen()
    answer = talk.client.post(f"{talk.path}/handover", headers=talk.bearer)
    assert answer.status_code == 202 and answer.json()["state"] == "queued"
    ask(talk, action="cancel")


def test_an_offer_may_be_declined_by_its_button(desk: Place) -> None:
    desk.wang.online()
    talk = desk.citizen()
    reply = talk.say("我想死了算了").json()
    assert (reply["handover"]["offered"], reply["handover"]["state"]) == (True, "offered")
    assert reply["suggestions"][-1] == "转人工" and now(talk)["state"] == "offered"
    assert ask(talk, action="decline")["state"] == "none"


def test_nobody_there_a_number_is_asked_for_and_taken(empty_desk: Place) -> None:
    talk = empty_desk.citizen()
    answer = ask(talk)
    assert (answer["state"], answer["asks"]) == ("offered", "call_back") and "12333" in answer["text"]
    assert "position" not in answer and now(talk)["asks"] == "call_back"
    wrong = refused(talk.post("call_back", {"kind": "call", "contact": "12345"}), 422)
    assert "没有看懂这个电话号码" in wrong and "11 位手机号" in wrong
    left = talk.post("call_back", {"kind": "call", "contact": "138 1234 5678", "wanted": "明天上午"})
    assert (left.status_code, left.json()["state"]) == (201, "call_back")
    assert "电话登记好了" in left.json()["text"] and talk.messages()[-1]["text"] == left.json()["text"]
    assert now(talk)["state"] == "call_back" and "13812345678" not in str(talk.messages())
    shown = [c for c in empty_desk.wang.get("call_backs", state="open").json() if c["conversation_id"] == talk.id]
    assert [(c["contact_shown"], c["wanted"]) for c in shown] == [("138****5678", "明天上午")]


def test_a_message_may_be_left_without_asking_first(empty_desk: Place) -> None:
    talk = empty_desk.citizen()
    left = talk.post("call_back", {"kind": "message", "text": "请问补缴，身份证110101199003074258"})
    assert left.status_code == 201 and "留言收到了" in left.json()["text"]
    (kept,) = [c for c in empty_desk.wang.get("call_backs", state="open").json() if c["conversation_id"] == talk.id]
    assert kept["text"] == "请问补缴，身份证【身份证号】"


def test_while_the_agent_is_there_the_reply_has_no_words_and_the_message_is_kept_once(desk: Place) -> None:
    talk, case = desk.talking()
    first, second = (talk.say(QUESTION, "same").json() for _ in range(2))
    assert first == second
    assert (first["outcome"], first["text"], first["sentences"]) == ("handover_with_agent", "", [])
    assert first["handover"]["state"] == "with_agent"
    rows = [m for m in talk.messages() if m.get("client_message_id") == "same"]
    assert [(m["from"], m["text"], m["seq"]) for m in rows] == [("citizen", QUESTION, first["seq"])]
    assert "已经在跟您说话了" in ask(talk)["text"]
    assert "工作人员已经在接待您" in refused(talk.post("call_back", {"kind": "message", "text": "请问"}), 422)
    assert "没有在排队" in refused(talk.post("handover", {"action": "cancel"}), 422)
    desk.wang.post(f"cases/{case}/return")
    assert ANSWER in talk.say(QUESTION).json()["text"]


def test_every_step_comes_as_a_frame_and_what_was_missed_comes_first(desk: Place) -> None:
    talk = desk.waiting()
    with listening(desk.citizens, talk) as phone:
        case = desk.wang.takes(talk)
        here = phone.until("handover")
        assert (here["author"], here["handover"]["state"]) == ("王敏", "with_agent")
        desk.wang.says(case, "您好，请说。")
        said = phone.until("agent_message")
        assert (said["from"], said["author"], said["text"]) == ("agent", "王敏", "您好，请说。")
    desk.wang.says(case, "您还在吗？")
    with listening(desk.citizens, talk, said["seq"]) as phone:
        assert phone.next()["text"] == "您还在吗？"
        desk.wang.post(f"cases/{case}/close", resolution="answered")
        assert phone.until("handover")["handover"]["state"] == "resolved"
        question = phone.until("handover")
        assert (question["handover"]["asks"], question["text"]) == ("satisfaction", "您对这次人工服务满意吗？")
        phone.send(type="message", client_message_id="m-2", text=QUESTION)
        assert phone.until("typing")["from"] == "assistant"
        assert ANSWER in phone.until("reply")["reply"]["text"]


def test_who_waits_hears_when_those_before_them_are_gone(desk: Place) -> None:
    first, second = desk.waiting(), desk.waiting()
    with listening(desk.citizens, second) as phone:
        before = now(second)["position"]
        first.say("不等了")
        while (frame := phone.until("queue"))["position"] != before - 1:
            pass
        assert (frame["state"], frame["text"]) == ("queued", now(second)["text"])
        assert frame["estimate_seconds"] >= 30
    second.say("不等了")


def test_the_talk_is_rated_once_and_may_be_thought_over(desk: Place) -> None:
    talk, case = desk.talking()
    assert "没有" in refused(talk.post("satisfaction", {"score": 5}), 422)
    desk.wang.post(f"cases/{case}/close", resolution="answered")
    for body in ({"score": 0}, {"score": 6}, {"score": "5"}, {"score": True}, {}, {"score": 5, "text": "字" * 501}):
        refused(talk.post("satisfaction", body), 422)
    for body in ({"score": 5}, {"score": 2, "text": "等得太久，手机13812345678"}):
        assert talk.post("satisfaction", body).status_code == 204
    tickets = desk.wang.get("tickets", state="open").json()
    (ticket,) = [t for t in tickets if t["conversation_id"] == talk.id]
    assert "等得太久" in ticket["text"] and "13812345678" not in ticket["text"]


def test_a_rating_in_words_is_thanked_for(desk: Place) -> None:
    talk, case = desk.talking()
    desk.wang.post(f"cases/{case}/close", resolution="answered")
    assert talk.say("很满意").json()["text"] == "谢谢您的评价。"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("handover", {"action": "dance"}), ("handover", {"reason": "字" * 201}), ("handover", {"more": 1}),
        ("call_back", {}), ("call_back", {"kind": "fax"}), ("call_back", {"kind": "call"}),
        ("call_back", {"kind": "message", "text": ""}), ("call_back", {"kind": "call", "contact": "1" * 41}),
        ("satisfaction", {"score": "很好"}),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_words_and_changes_nothing(
    desk: Place, path: str, body: dict[str, Any]
) -> None:
    talk = desk.citizen()
    refused(talk.post(path, body), 422)
    assert talk.messages() == []


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "handover"), ("GET", "handover"), ("POST", "call_back"), ("POST", "satisfaction")],
)
def test_only_who_has_the_token_comes_in(desk: Place, method: str, path: str) -> None:
    talk = desk.citizen()
    body = None if method == "GET" else {"kind": "message", "text": "x"} if path == "call_back" else {"score": 5}
    body = {} if path == "handover" and method == "POST" else body
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        refused(talk.client.request(method, f"{talk.path}/{path}", json=body, headers=headers), 401)
    other = f"/api/v1/conversations/{'0' * 8}-0000-4000-8000-{'0' * 12}/{path}"
    refused(talk.client.request(method, other, json=body, headers=talk.bearer), 404)
    refused(talk.client.request("PUT", f"{talk.path}/{path}", json=body, headers=talk.bearer), 405)


def test_who_presses_too_often_is_asked_to_wait(encoder: SentenceEncoder, tmp_path: Path, small_index: Path) -> None:
    with serving(copied(small_index, tmp_path), encoder, messages_per_minute=3) as service, service.client() as client:
        for path, body in (
            ("handover", {}), ("handover", {"action": "cancel"}), ("call_back", {"kind": "message", "text": "请问"}),
            ("satisfaction", {"score": 5}),
        ):  # fmt: skip
            talk = open_talk(client)
            answers = [talk.post(path, body) for _ in range(4)]
            assert all(answer.status_code != 429 for answer in answers[:3])
            assert "请稍等一会儿再试" in refused(answers[3], 429) and int(answers[3].headers["Retry-After"]) > 0
            assert now(talk)["state"]
            assert talk.say("你好").status_code == 429
        assert open_talk(client).say("你好").status_code == 200


def test_where_nobody_can_be_had_here_the_citizen_is_told_whom_to_call(
    encoder: SentenceEncoder, tmp_path: Path, small_index: Path
) -> None:
    with serving(copied(small_index, tmp_path), encoder, handover="none") as service, service.client() as client:
        talk = open_talk(client)
        answer = ask(talk)
        assert answer["state"] == "offered" and "asks" not in answer and "12333" in answer["text"]
        reply = talk.say("转人工").json()
        assert (reply["outcome"], reply["handover"]["state"]) == ("handover_requested", "offered")
        assert "这里不能留言" in refused(talk.post("call_back", {"kind": "message", "text": "请问"}), 422)
        refused(talk.post("handover", {"action": "cancel"}), 422)
        found: httpx.Response = client.get("/desk")
        assert found.status_code == 404
        assert now(talk)["state"] == "none"
