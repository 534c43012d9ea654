"""Mends what a recogniser misheard: readings near in sound, weighed by a language model and against the sound itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from speech.ports import Rescoring, Sounding
from speech.repair.candidates import Candidate, Proposer
from speech.repair.doubting import Doubting, confidence
from speech.repair.from_syllables import FromSyllables
from speech.repair.language_model import LanguageModel
from speech.repair.lattice import Weaver
from speech.repair.lexicon import Lexicon
from speech.repair.stored import Stored, read
from speech.repair.suggestions import Suggestions
from speech.repair.units import Cutter
from speech.repair.weights import ASKING, BY_SOUND, BY_SYLLABLES, BY_TEXT, Asking, Choosing, Proposing
from speech.values import NO_HINTS, Hints, Hypothesis, Transcript

_LONGEST = 120
_SHORT, _SURE = 4, 0.4
"""So few characters, heard with this confidence, are left alone: 接着说 is no question, and the corpus knows only those."""
_AGREEING = 6.0
"""Nats by which the engine's text may fit the syllables worse than the best and still be what was said."""
_HEARD = 2
"""Readings of syllables that words are sought for."""
_NEAR = 6
"""Readings near what the engine wrote that are weighed closely; the rest are of syllables."""
_GLANCE = 0.5
"""What a glance weighs of a close look."""


class PhoneticMender:
    """Implements ``speech.ports.Mender``. Immutable once made, so every session shares one."""

    def __init__(
        self,
        stored: Stored,
        by_sound: tuple[Proposing, Choosing] = BY_SOUND,
        by_text: tuple[Proposing, Choosing] = BY_TEXT,
        by_syllables: tuple[Proposing, Choosing] = BY_SYLLABLES,
        asking: Asking = ASKING,
    ) -> None:
        cutter = Cutter(stored)
        model = LanguageModel(stored.grams, stored.steps, stored.backoff)
        lexicon = Lexicon(stored, model)
        self._boldly, self._cautiously = (
            (Proposer(Weaver(cutter, lexicon, proposing), model, proposing), choosing)
            for proposing, choosing in (by_sound, by_text)
        )
        proposing, self._by_syllables = by_syllables
        freely = Proposer(Weaver(cutter, lexicon, proposing), model, proposing)
        self._from_syllables = FromSyllables(stored, model, freely)
        self._suggestions = Suggestions(stored, cutter)
        self._doubting = Doubting(stored.words, asking)

    def mend(self, heard: Transcript, fits: Rescoring | None = None, hints: Hints = NO_HINTS) -> Transcript:
        """The transcript with the likeliest reading as ``text``; unchanged unless another wins by a margin.

        ``fits`` weighs the readings against the sound; without it only what is nearly the same sound is put right.
        """
        if not 0 < len(heard.text) <= _LONGEST or _short_and_sure(heard):
            return heard
        if isinstance(fits, Sounding) and (syllables := fits.syllables()):
            (own,) = fits.glance([heard.text])
            if own < syllables[0].score - _AGREEING:
                return self._mended_by_syllables(heard, fits, syllables)
        proposer, weights = self._boldly
        candidates = proposer.propose(heard, weights.count) if fits else ()
        scores = fits.score([each.text for each in candidates]) if fits else ()
        if not any(scores):  # nobody can say how well they fit
            proposer, weights = self._cautiously
            candidates = proposer.propose(heard, weights.count)
            scores = (0.0,) * len(candidates)
        return self._chosen(heard, candidates, scores, weights)

    def _mended_by_syllables(self, heard: Transcript, fits: Sounding, syllables: Sequence[Hypothesis]) -> Transcript:
        """Readings of the engine's text and of the syllables together; the best at a glance are weighed closely."""
        proposer, by_sound = self._boldly
        own, *near = proposer.propose(heard, by_sound.count)
        denied = {_denials(text) for text in (heard.text, *(each.text for each in heard.alternatives))}
        new = [
            each
            for each in self._from_syllables.propose(syllables[:_HEARD], heard.text)
            if _denials(each.text) in denied
        ]
        weights = self._by_syllables
        candidates = (
            own,
            *self._best([each for each in near if _denials(each.text) in denied], fits, _NEAR),
            *self._best(new, fits, weights.count - _NEAR),
        )
        return self._chosen(heard, candidates, fits.score([each.text for each in candidates]), weights)

    def _best(self, candidates: Sequence[Candidate], fits: Sounding, count: int) -> list[Candidate]:
        """The best at a glance."""
        glances = fits.glance([each.text for each in candidates])
        ranked = sorted(
            zip(candidates, glances, strict=True),
            key=lambda each: each[0].total(self._by_syllables, _GLANCE * each[1]),
        )
        return [each for each, _ in ranked[:count]]

    def _chosen(
        self, heard: Transcript, candidates: Sequence[Candidate], scores: Sequence[float], weights: Choosing
    ) -> Transcript:
        totals = [each.total(weights, score) for each, score in zip(candidates, scores, strict=True)]
        best = min(range(len(candidates)), key=totals.__getitem__)
        if totals[best] > totals[0] - weights.margin:
            best = 0
        return self._told(heard, candidates, totals, best)

    def suggest(self, text: str, count: int = 3) -> tuple[str, ...]:
        """Ways to ask in the corpus that sound most like ``text``: a prompt for listening once more."""
        if not 0 < len(text) <= _LONGEST:
            return ()
        return self._suggestions.suggest(self._boldly[0].propose(Transcript(text, text, 0.0), 1)[-1].text, count)

    def _told(
        self, heard: Transcript, candidates: Sequence[Candidate], totals: Sequence[float], best: int
    ) -> Transcript:
        doubts, share = self._doubting.doubts(candidates, totals, best)
        taken = candidates[best]
        sure = confidence(heard.confidence, share, taken.model / max(1, len(taken.text)))
        return replace(heard, text=taken.text, confidence=sure, doubts=doubts)


def _short_and_sure(heard: Transcript) -> bool:
    return sum(c.isalnum() for c in heard.text) <= _SHORT and heard.confidence >= _SURE


def _denials(text: str) -> int:
    """How often a text denies: 补办 must not come of 不办, nor 不办 of 补办."""
    return sum(text.count(word) for word in "不没未")


@lru_cache(maxsize=1)
def load_mender() -> PhoneticMender:
    """The mender on the shipped data, made once (about half a second). Raises ``Unavailable``."""
    return PhoneticMender(read())
