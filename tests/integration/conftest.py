"""One encoder, one small index and one running service for all integration tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from knowledge_base.encoders import SentenceEncoder

from .serving import Service, Talk, build_small_index, copied, open_talk, serving


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.fixture(scope="session")
def vectors(request: pytest.FixtureRequest) -> Path:
    """Where vectors are kept from one run to the next."""
    return Path(request.config.cache.mkdir("vectors")) / "small.npz"


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder, vectors: Path) -> Path:
    root = tmp_path_factory.mktemp("small") / "index"
    build_small_index(root, encoder, vectors)
    return root


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, small_index: Path, encoder: SentenceEncoder) -> Iterator[Service]:
    with serving(copied(small_index, tmp_path_factory.mktemp("service")), encoder) as running:
        yield running


@pytest.fixture(scope="session")
def client(service: Service) -> Iterator[httpx.Client]:
    with service.client() as one:
        yield one


@pytest.fixture
def talk(client: httpx.Client) -> Talk:
    """A fresh conversation."""
    return open_talk(client)
