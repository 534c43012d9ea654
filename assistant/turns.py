"""What one message of a citizen does to a conversation: the assistant answers, a person is called, or it waits for one."""

from __future__ import annotations

import uuid
from dataclasses import replace

from assistant import handover_texts
from assistant.conversation import Answered, Conversations
from assistant.dialogue.fillers import without_fillers
from assistant.errors import BadInput
from assistant.handoff import wishes
from assistant.handoff.states import ASSISTANT, WAITING, Case, Reason, State, advance
from assistant.handoff.topics import topics_of
from assistant.handoff.wishes import Signs, Wish
from assistant.handover import Handovers, Wanted, fresh_case
from assistant.handover_words import SAID_ALOUD, HandoverWords, Said
from assistant.messages import Handover, InboundMessage, Outcome, Reply, Sentence
from assistant.personal_data import mask
from assistant.public import reply_json
from assistant.records import Change, MessageRecord, Standing
from assistant.script import in_traditional
from assistant.steps.act import DATE_FORM
from assistant.steps.protect import in_danger

ASK_PERSON = "转人工"
LONGEST_TO_AGENT = 4000
"""Characters of one message to an agent."""
_WORTH = ("answered", "estimated", "clarify_form", "clarify_identity", "clarify_heard", "guarded")
"""Outcomes that are said to somebody who waits for a person; others would only be in the way."""
CHECKED = (Outcome.ANSWERED, Outcome.ANSWERED_BOUNDARY, Outcome.ESTIMATED)
"""Outcomes that an operator may want checked before they are sent."""
HELD = (handover_texts.ANSWER_HELD, handover_texts.ANSWER_HELD_MEANWHILE)
SMALL = (Outcome.ANSWERED_SMALL_TALK, Outcome.ANSWERED_REPEAT)


class Turns:
    """Decides who answers a citizen's message, and makes the change of it."""

    def __init__(self, conversations: Conversations, handovers: Handovers) -> None:
        self._conversations = conversations
        self._handovers = handovers
        self._words = HandoverWords(handovers)

    async def change(self, standing: Standing, message: InboundMessage) -> tuple[Change, Reply | None]:
        """What is stored, and the reply; None when a person has the conversation and the assistant is silent."""
        case = standing.case
        if case and case.state in (State.ASSIGNED, State.WITH_AGENT):
            waits = case.state is State.ASSIGNED and wishes.cancels_waiting(message.text)
            if not waits:
                return self._for_the_agent(standing, message), None
        said = await self._about_the_handover(standing, message)
        if said is None:
            answered = await self._conversations.answer(message, standing.memory)
            said = await self._held(standing, answered) or await self._after(standing, answered)
        said = replace(said, reply=_with_state(said.reply, said.case or standing.case))
        if said.memory.traditional:
            said = replace(said, reply=in_traditional(said.reply))
        return self._stored(standing, said), said.reply

    async def _about_the_handover(self, standing: Standing, message: InboundMessage) -> Said | None:
        """The reply to words about the handover; of spoken ones the hums are not read, and stored as they were said."""
        if message.heard is None:
            return await self._words.reply(standing, message)
        said = await self._words.reply(standing, replace(message, text=without_fillers(message.text)))
        return replace(said, message=replace(message, text=mask(message.text).text)) if said else None

    def _for_the_agent(self, standing: Standing, message: InboundMessage) -> Change:
        if not message.text.strip() or len(message.text) > LONGEST_TO_AGENT:
            raise BadInput("没有内容，或者太长", f"请写1到{LONGEST_TO_AGENT}个字，长的分几次发")
        now, case = self._handovers.desk.clock(), standing.case
        urgent = replace(case, priority=wishes.URGENT) if case and in_danger(message.text) else None
        return Change((MessageRecord(0, now, "citizen", mask(message.text).text, message.id),), None, urgent)

    def _stored(self, standing: Standing, said: Said) -> Change:
        now, reply_id = self._handovers.desk.clock(), str(uuid.uuid4())
        reply = said.reply
        shown = reply_json(reply, reply_id, standing.record.id)
        return Change(
            (
                MessageRecord(0, now, "citizen", said.message.text, said.message.id),
                MessageRecord(0, now, "assistant", reply.text, said.message.id, reply_id, shown),
            ),
            said.memory, said.case, said.events,
        )  # fmt: skip

    async def _held(self, standing: Standing, answered: Answered) -> Said | None:
        """The answer kept back until a person has checked it, where its topic is one of those."""
        desk, reply = self._handovers.desk, answered.reply
        waits = standing.case is not None and standing.case.state in WAITING
        if desk.checks is None or waits or reply.outcome not in CHECKED:
            return None
        checked = await desk.checks.topics()
        topic = next((one for one in topics_of(reply) if one in checked), None)
        if topic is None:
            return None
        waiting = replace(
            reply, sentences=tuple(Sentence(line) for line in HELD), outcome=Outcome.HANDOVER_TO_CHECK, citations=(),
            suggestions=(), form=None, trace=None,
        )  # fmt: skip
        message = answered.message
        shown = reply_json(reply, str(uuid.uuid4()), standing.record.id)
        await desk.checks.hold(standing.record.id, message.text, message.id, topic, shown, desk.clock())
        memory = replace(
            standing.memory, last_outcome=waiting.outcome, traditional=answered.memory.traditional, offered="",
            call_back="", rating="", unconfirmed=None,
        )  # fmt: skip
        return Said(message, waiting, memory)

    async def _after(self, standing: Standing, answered: Answered) -> Said:
        """The assistant's reply, and the person who is offered or called beside it."""
        still = standing.memory.call_back if answered.reply.outcome in SMALL else ""  # 好的 does not end the invitation
        said = Said(answered.message, answered.reply, replace(answered.memory, offered="", call_back=still, rating=""))
        if self._handovers.nobody_ever:
            return self._told_only(said)
        wish = wishes.wish(await self._signs(standing, answered))
        state = standing.case.state if standing.case else State.WITH_ASSISTANT
        if state is State.QUEUED and standing.case:
            urgent = said.reply.outcome is Outcome.GUARDED_DISTRESS
            return await self._while_waiting(standing.case, said, wishes.URGENT if urgent else 0)
        if wish is None:
            return said
        if wish.reason is Reason.OPERATOR_RULE:
            said = replace(said, memory=replace(said.memory, declined=_and(said.memory.declined, wish.reason)))
        if wish.straight:
            wanted = await self._handovers.wanted(standing, wish.reason, wish.skill, wish.priority, ASSISTANT)
            return self._with_person(said, wanted, keep=wish.reason is not Reason.REQUESTED)
        return self._offering(standing, said, wish)

    async def _while_waiting(self, case: Case, said: Said, priority: int) -> Said:
        """The reply with the place in the queue; who is in danger moves forward."""
        if priority > case.priority:
            case = replace(case, priority=priority)
            said = replace(said, case=case)
        waiting = await self._handovers.still_waiting(case)
        lines = tuple(Sentence(line) for line in waiting.lines)
        worth = said.reply.outcome.startswith(_WORTH) and said.reply.outcome not in SMALL
        kept = replace(said.reply, sentences=(*said.reply.sentences, *lines), handover=waiting.handover)
        reply = kept if worth else Reply(lines, Outcome.HANDOVER_WAITING, handover=waiting.handover)
        return replace(said, reply=replace(reply, as_of=said.reply.as_of, versions=said.reply.versions))

    def _with_person(self, said: Said, wanted: Wanted, *, keep: bool) -> Said:
        """A person is called: said after what the assistant had to say, or instead of it."""
        lines = tuple(Sentence(line) for line in wanted.lines)
        first = tuple(s for s in said.reply.sentences if not s.detail and ASK_PERSON not in s.text) if keep else ()
        reply = replace(said.reply, sentences=(*first, *lines), handover=wanted.handover, suggestions=())
        if not keep:
            reply = replace(reply, outcome=Outcome.HANDOVER_REQUESTED, citations=(), form=None, trace=None)
        memory = replace(said.memory, call_back="either" if wanted.handover.asks else "", misunderstandings=0)
        return replace(said, reply=reply, memory=memory, case=wanted.case, events=wanted.events)

    def _offering(self, standing: Standing, said: Said, wish: Wish) -> Said:
        """A person is offered beside the answer; the case is opened once."""
        lines = handover_texts.OFFERS.get(wish.reason, (handover_texts.OFFER,)) if wish.reason in SAID_ALOUD else ()
        aloud = tuple(Sentence(line) for line in lines)
        sentences = (*said.reply.sentences, *aloud)
        said = replace(said, reply=replace(said.reply, sentences=sentences))
        suggestions = (*said.reply.suggestions[:2], ASK_PERSON)
        offer = Handover(True, State.OFFERED)
        memory = replace(said.memory, offered=wish.reason)
        if standing.case:
            offer = replace(offer, state=standing.case.state)
            return replace(said, reply=replace(said.reply, handover=offer, suggestions=suggestions), memory=memory)
        now = self._handovers.desk.clock()
        new = fresh_case(standing, wish.reason, wish.skill, now, wish.priority)
        case, event = advance(new, State.OFFERED, ASSISTANT, wish.reason, now)
        reply = replace(said.reply, handover=offer, suggestions=suggestions)
        return replace(said, reply=reply, memory=memory, case=case, events=(event,))

    def _told_only(self, said: Said) -> Said:
        """Where no person can be had here the reply says whom to call."""
        requested = said.reply.outcome is Outcome.HANDOVER_REQUESTED
        handover = Handover(True, State.OFFERED) if requested else said.reply.handover
        return replace(said, reply=replace(said.reply, handover=handover))

    async def _signs(self, standing: Standing, answered: Answered) -> Signs:
        turn, reply = answered.turn, answered.reply
        found, before = turn.understanding, standing.memory.form
        given_up = before is not None and before.open and before.tool != DATE_FORM and answered.memory.form is None
        return Signs(
            text=answered.message.text,
            intent=found.intent if found else "",
            outcome=reply.outcome,
            complaint=bool(found and found.complaint),
            personal_case=bool(found and found.personal_case),
            age=_age(answered),
            profile=standing.record.profile,
            topic=reply.topic,
            misunderstandings=answered.memory.misunderstandings,
            form_given_up=given_up,
            offered=reply.handover.offered,
            channel=standing.record.channel,
            declined=tuple(Reason(one) for one in standing.memory.declined),
            rules=await self._handovers.desk.rules(),
        )


def _with_state(reply: Reply, case: Case | None) -> Reply:
    """Whoever has the conversation is named in every reply, also in one about something else."""
    silent = case is None or not case.open or case.state is State.OFFERED or reply.handover.state != "none"
    return reply if silent or case is None else replace(reply, handover=replace(reply.handover, state=case.state))


def _and(declined: tuple[str, ...], reason: Reason) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*declined, str(reason))))


def _age(answered: Answered) -> int | None:
    """Full years, where the citizen told an age or a birth year."""
    memory = answered.memory
    if memory.birth:
        (year, month), today = memory.birth, answered.turn.today
        return today.year - year - (month is not None and month > today.month)
    return memory.age
