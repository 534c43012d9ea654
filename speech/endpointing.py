"""When an utterance begins and when it is over: a state machine fed with one detector frame after another.

Knows neither sound nor clocks. Every threshold is one of ``Listening`` or a fixed share of one. The rules:

* A voice is a stretch of voiced frames as long as ``start`` (``interrupt`` while the assistant speaks). Unvoiced frames
  in between take half as much away as they last: a drop-out on a bad line delays the start, a click never makes one.
* The utterance is over after as much silence as ``patience`` allows for what was said and asked; while a text is still
  being worked out, as much as it may allow at most, because the answer could not be given any sooner.
* In a number the voice comes in bursts: after a pause and a single word more silence is allowed, also when the engine
  made nothing of the digits. Silence inside a number does not count towards ``longest``, and it may last twice that.
  What is as loud as the voice then counts as the voice, because the detector misses some words that stand alone.
* Somebody who paused long inside this utterance, or spoke on right after the last one was taken for over, gets more.
"""

from __future__ import annotations

from typing import Literal

from speech.loudness import NoiseFloor, VoiceLevel
from speech.patience import identity_begun, silence_allowed
from speech.values import Listening

Signal = Literal["started", "interrupted", "murmur", "pause", "resumed", "end", "too_long", "no_input"]
"""``murmur``: a voice too short to interrupt, now silent. ``pause``: time to work out the text, this may be the end.
``resumed``: the pause was none."""

_PAUSE_SHARE = 0.35
_HYSTERESIS = 0.15
_RESUMED_SHARE = 0.5
_LONG_PAUSE_SHARE = 0.75
_END_LIKE_SHARE = 0.95
_MORE = 1.25
_LONGEST_FRAME = 0.1
_PATIENT_LONGEST = 2.0
_LOST_BEFORE = 0.5
_EXACT = 1e-9


class Endpointer:
    """One listening session. Times are seconds of sound since it began."""

    def __init__(self, listening: Listening, *, hold: bool = False) -> None:
        """``hold``: a button ends the utterance, silence does not."""
        self._listening = listening
        self._hold = hold
        self._floor = NoiseFloor()
        self._assistant_speaks = self._told_interrupt = False
        self._now = self._quiet_since = 0.0
        self._ended: float | None = None  # when silence ended the last utterance
        self._hasty = 1.0
        self.asked = ""
        self._forget()

    def _forget(self) -> None:
        self.began: float | None = None
        """When the voice of this utterance was first heard; None while nobody speaks."""
        self.last_voice = 0.0
        """When it was last heard."""
        self._run = self._run_began = self._voiced_in_run = 0.0
        self._voiced = self._paused = self._pending = False
        self._text = ""
        self._counted = self._longest_pause = 0.0
        self._burst_began: float | None = None
        self._level = VoiceLevel()

    @property
    def silence_needed(self) -> float:
        """Seconds of silence that end this utterance, as far as is known now."""
        listening = self._listening
        patient = max(listening.end_digits, listening.end_unfinished, listening.end)
        return max(
            silence_allowed(self._text, self.asked, listening),
            listening.end_digits if self._dictating else 0.0,
            min(max(self._habit, listening.end * self._hasty), patient),
        )

    @property
    def _habit(self) -> float:
        """What the pauses of this utterance let expect: after one nearly as long as an end, any may be as long."""
        share = self._longest_pause / self._listening.end if self._listening.end else 0.0
        if share >= _END_LIKE_SHARE:
            return self._listening.end_digits
        return self._longest_pause * _MORE if share >= _LONG_PAUSE_SHARE else 0.0

    @property
    def silent(self) -> float:
        """Seconds since the voice of this utterance was last heard."""
        return self._now - self.last_voice

    @property
    def _dictating(self) -> bool:
        """A pause and then only a word: so numbers are said, whatever the engine makes of them."""
        return self._burst_began is not None and self.last_voice - self._burst_began < self._listening.end

    @property
    def voiced(self) -> float:
        """Voiced seconds that were heard and have not become an utterance."""
        return self._voiced_in_run

    def speaking(self, on: bool) -> None:
        """The assistant itself begins or ends speaking."""
        self._assistant_speaks, self._told_interrupt = on, False
        self._run = 0.0
        self._quiet_since = self._now

    def expect(self, asked: str) -> None:
        """What the assistant asked last."""
        self.asked = asked
        self._quiet_since = self._now

    def pending(self, on: bool) -> None:
        """A text of the sound so far is being worked out, or no longer is."""
        self._pending = on

    def read(self, text: str) -> None:
        """What has been said so far in this utterance."""
        self._text = text

    def hear(self, at: float, probability: float, level: float) -> Signal | None:
        """One frame that ends at ``at``. Frames out of order are passed over."""
        seconds = min(at - self._now, _LONGEST_FRAME)
        if seconds <= 0:
            return None
        self._now = at
        voiced = self._is_voice(probability, level, seconds)
        if voiced and not self._run:
            self._run_began = at - seconds
        most = max(self._listening.start, self._listening.interrupt)
        lost = seconds * (_LOST_BEFORE if self.began is None else 1.0)
        self._run = min(self._run + seconds, most) if voiced else max(0.0, self._run - lost)
        if self.began is None:
            return self._waiting(voiced, seconds)
        return self._within(voiced, seconds)

    def over(self) -> None:
        """The utterance was taken; wait for the next."""
        self._ended = self._now if self.silent >= self._listening.end - _EXACT else None
        self._quiet_since = self._now
        self._forget()

    def _is_voice(self, probability: float, level: float, seconds: float) -> bool:
        threshold = self._listening.threshold - (_HYSTERESIS if self._voiced else 0.0)
        self._floor.hear(level, seconds, voice=probability >= self._listening.threshold / 2)
        self._voiced = probability >= threshold
        if self.began is None:
            return self._voiced
        if self._voiced:
            self._voiced = not self._level.another(level) and not self._floor.drowns(level)
            if self._voiced:
                self._level.hear(level, seconds)
        elif self.silence_needed > self._listening.end:
            self._voiced = self._level.same(level) and self._floor.far_below(level)
        return self._voiced

    def _waiting(self, voiced: bool, seconds: float) -> Signal | None:
        self._voiced_in_run += seconds if voiced else 0.0
        needed = self._listening.interrupt if self._assistant_speaks else self._listening.start
        if voiced and self._run >= needed - _EXACT:
            return self._begin()
        if self._run:
            return None
        if self._assistant_speaks:
            self._quiet_since = self._now
            murmured, self._voiced_in_run = self._voiced_in_run, 0.0
            return "murmur" if murmured >= self._listening.start - _EXACT else None
        if not self._hold:
            self._voiced_in_run = 0.0
            if self._now - self._quiet_since >= self._listening.no_input:
                self._quiet_since = self._now
                return "no_input"
        return None

    def _begin(self) -> Signal:
        self.began, self.last_voice = self._run_began, self._now
        self._voiced_in_run = 0.0
        if self._ended is not None and self.began - self._ended < self._listening.end:
            self._hasty *= _MORE
        self._told_interrupt = self._assistant_speaks
        return "interrupted" if self._assistant_speaks else "started"

    def _within(self, voiced: bool, seconds: float) -> Signal | None:
        self._counted += seconds if self._hold or self.silent <= self._listening.end * _PAUSE_SHARE else 0.0
        if self._too_long():
            return "too_long"
        if not voiced:
            return self._silent()
        silence = self._now - max(self._run, seconds) - self.last_voice
        if silence > seconds and self._run < self._listening.start * _RESUMED_SHARE:
            return None
        self.last_voice = self._now
        if silence >= self._listening.end * _PAUSE_SHARE:
            self._burst_began = self._now - self._run
            self._longest_pause = max(self._longest_pause, silence)
        if self._assistant_speaks and not self._told_interrupt and self._run >= self._listening.interrupt - _EXACT:
            self._told_interrupt = True
            return "interrupted"
        if self._paused:
            self._paused = self._pending = False
            return "resumed"
        return None

    def _silent(self) -> Signal | None:
        needed, share = self.silence_needed, self._listening.end * _PAUSE_SHARE
        if not self._paused and self.silent >= share + needed - self._listening.end:
            self._paused = True
            return "pause"
        if self._hold:
            return None
        if self._pending:
            needed = max(needed, self._listening.end_digits, self._listening.end_unfinished)
        return "end" if self.silent >= needed - _EXACT else None

    def _too_long(self) -> bool:
        patient = not self._hold and (self._dictating or identity_begun(self._text, self.asked))
        return self._counted >= self._listening.longest * (_PATIENT_LONGEST if patient else 1.0)
