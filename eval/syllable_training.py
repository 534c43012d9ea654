"""Trains the syllable reader on encoded sound: connectionist temporal classification, in torch."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from speech.edits import distance
from speech.syllables.stored import Array, Layer, Stored

INNER, WIDTH = 256, 192
APART = (1, 2, 4, 8, 1)
"""Frames between the taps of the middle layers; together they see 1.3 s to each side."""
_TAPS, _BATCH, _RATE, _DROPPED = 5, 24, 3e-3, 0.15
_WARMING = 60
"""Steps over which the learning rate rises."""
_HELD_BACK = 150
_FOR_PROJECTION = 1500

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Example:
    """``frames`` ``[frames, inputs]`` as ``speech.syllables.reader.pairs`` gives them, and the units said."""

    frames: Array
    said: tuple[str, ...]


class Network(nn.Module):
    """What ``speech.syllables.reader`` computes, with what learning needs."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.first = nn.Conv1d(INNER, WIDTH, 3, padding=1)
        self.middle = nn.ModuleList(
            nn.Conv1d(WIDTH, WIDTH, _TAPS, padding=_TAPS // 2 * apart, dilation=apart) for apart in APART
        )
        self.norms = nn.ModuleList(nn.BatchNorm1d(WIDTH) for _ in (0, *APART))
        self.last = nn.Conv1d(WIDTH, outputs, 1)
        self.drop = nn.Dropout(_DROPPED)

    def forward(self, frames: Tensor, there: Tensor) -> Tensor:
        """``frames`` ``[batch, inner, time]``, ``there`` 1 where a frame is one; log-probabilities by batch and time."""
        first, *norms = self.norms
        inner = self.drop(torch.relu(first(self.first(frames)))) * there
        for layer, norm in zip(self.middle, norms, strict=True):
            inner = (inner + self.drop(torch.relu(norm(layer(inner))))) * there
        out: Tensor = self.last(inner).transpose(1, 2).log_softmax(-1)
        return out


def train(examples: Sequence[Example], rounds: int, seed: int, report: Report = print) -> Stored:
    """A network that has gone over the examples ``rounds`` times; some are held back and tell how it goes."""
    torch.manual_seed(seed)
    rng = random.Random(seed)  # noqa: S311
    shuffled = rng.sample(list(examples), len(examples))
    mean, projection = _projection([each.frames for each in shuffled[:_FOR_PROJECTION]])
    inputs = [torch.from_numpy((each.frames - mean) @ projection) for each in shuffled]
    names = ("", *sorted({unit for each in shuffled for unit in each.said}))
    index = {name: at for at, name in enumerate(names)}
    targets = [[index[unit] for unit in each.said] for each in shuffled]
    held = max(1, min(_HELD_BACK, len(shuffled) // 10))
    network = Network(len(names))
    optimiser = torch.optim.AdamW(network.parameters(), _RATE, weight_decay=1e-2)
    loss_of = nn.CTCLoss(zero_infinity=True)
    order = sorted(range(held, len(inputs)), key=lambda at: len(inputs[at]))
    batches = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
    begun, steps = time.monotonic(), 0
    for done in range(1, rounds + 1):
        rng.shuffle(batches)
        losses = list[float]()
        for batch in batches:
            share = steps / (rounds * len(batches))
            for group in optimiser.param_groups:
                group["lr"] = _RATE * min(1.0, (steps + 1) / _WARMING) * max(0.01, (1 + math.cos(math.pi * share)) / 2)
            frames, there, lengths = _together([_blurred(inputs[at], rng) for at in batch])
            said = torch.tensor([output for at in batch for output in targets[at]])
            sizes = torch.tensor([len(targets[at]) for at in batch])
            loss = loss_of(network(frames, there).transpose(0, 1), said, lengths, sizes)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            losses.append(loss.item())
            steps += 1
        wrong = _wrong(network, inputs[:held], targets[:held])
        report(f"{done}\t损失 {np.mean(losses):.3f}\t留出的音节错误率 {wrong:.1%}\t{time.monotonic() - begun:.0f} 秒")
    return _stored(network, names, mean, projection)


def _projection(frames: Sequence[Array]) -> tuple[Array, Array]:
    """The mean, and the directions in which frames differ most, made of like size."""
    sample = np.concatenate([each[::3] for each in frames]).astype(np.float32)
    mean = sample.mean(axis=0)
    sample = sample - mean
    values, vectors = np.linalg.eigh(sample.T @ sample / len(sample))
    projection = vectors[:, ::-1][:, :INNER] / np.sqrt(np.maximum(values[::-1][:INNER], 0.0) + 1e-3) ** 0.75
    projection /= (sample[:20_000] @ projection).std()
    return mean, np.ascontiguousarray(projection, dtype=np.float32)


def _blurred(frames: Tensor, rng: random.Random) -> Tensor:
    """Noise on all, and two short stretches gone."""
    frames = frames + torch.randn_like(frames) * rng.uniform(0, 0.35)
    for _ in range(2):
        length = rng.randint(0, min(6, len(frames) // 4))
        at = rng.randrange(max(1, len(frames) - length))
        frames[at : at + length] = 0
    return frames


def _together(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    lengths = torch.tensor([len(row) for row in rows])
    frames = nn.utils.rnn.pad_sequence(list(rows), batch_first=True).transpose(1, 2)
    there = (torch.arange(frames.shape[2]) < lengths[:, None]).float()[:, None]
    return frames, there, lengths


def _wrong(network: Network, inputs: Sequence[Tensor], targets: Sequence[Sequence[int]]) -> float:
    """Wrong units over all units, taking the likeliest output of each frame."""
    network.eval()
    errors = 0
    with torch.no_grad():
        for frames, said in zip(inputs, targets, strict=True):
            best = network(*_together([frames])[:2])[0].argmax(-1).tolist()
            heard = [o for at, o in enumerate(best) if o and (not at or best[at - 1] != o)]
            errors += distance("".join(map(chr, heard)), "".join(map(chr, said)))
    network.train()
    return errors / max(1, sum(len(said) for said in targets))


def _stored(network: Network, names: tuple[str, ...], mean: Array, projection: Array) -> Stored:
    """The weights as the reader takes them, norms folded in."""
    layers = [
        _folded(layer, norm, apart)
        for layer, norm, apart in zip((network.first, *network.middle), network.norms, (1, *APART), strict=True)
    ]
    last = Layer(_numbers(network.last.weight).transpose(2, 1, 0), _numbers(network.last.bias))
    return Stored(names, mean, projection, (*layers, last))


def _folded(layer: nn.Module, norm: nn.Module, apart: int) -> Layer:
    assert isinstance(layer, nn.Conv1d) and isinstance(norm, nn.BatchNorm1d)
    gain = _numbers(norm.weight) / np.sqrt(_numbers(norm.running_var) + norm.eps)
    weights = (_numbers(layer.weight) * gain[:, None, None]).transpose(2, 1, 0)
    return Layer(weights, (_numbers(layer.bias) - _numbers(norm.running_mean)) * gain + _numbers(norm.bias), apart)


def _numbers(values: Tensor | None) -> Array:
    assert values is not None
    return values.detach().numpy().astype(np.float32)
