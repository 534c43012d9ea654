"""The operator's commands over the corpus."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from knowledge_base.corpus_check import check_corpus

CORPUS = Path(__file__).parent / "corpus"


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m knowledge_base")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="检查语料格式")
    parser.parse_args(argv)
    return check_corpus(CORPUS, sys.stdout)
