"""Downloads a model archive. Nothing is kept of a download that did not end well."""

from __future__ import annotations

from pathlib import Path

import httpx

from assistant.errors import BadInput, Unavailable
from speech.models.storing import Progress, megabytes, writing

LARGEST = 2 << 30
"""Bytes of an archive; the largest Vosk models are below it."""
_TIMEOUT = httpx.Timeout(30.0)
_ELSEWHERE = "也可以在能上网的机器上下载，拷过来后用 --from 文件 安装"


def fetch(address: str, target: Path, progress: Progress, client: httpx.Client | None = None) -> None:
    """Write what ``address`` serves to ``target``. Raises ``BadInput`` (address), ``Unavailable`` (network, disk)."""
    own = client or httpx.Client(timeout=_TIMEOUT, follow_redirects=True)
    try:
        with own.stream("GET", address) as answer:
            answer.raise_for_status()
            _save(answer, address, target, progress)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise BadInput(f"地址不对：{address}", "写完整的网址，如 https://…/模型.zip") from error
    except httpx.HTTPStatusError as error:
        status = error.response.status_code
        raise Unavailable(f"{address} 下载不了：服务器回答 {status}。请检查地址，{_ELSEWHERE}") from error
    except httpx.TimeoutException as error:
        raise Unavailable(f"{address} 下载超时。请稍后再试，{_ELSEWHERE}") from error
    except httpx.HTTPError as error:
        raise Unavailable(f"{address} 连不上或者中途断了。请检查网络，{_ELSEWHERE}") from error
    finally:
        if client is None:
            own.close()


def _save(answer: httpx.Response, address: str, target: Path, progress: Progress) -> None:
    told = int(answer.headers.get("content-length") or 0)
    if told > LARGEST:
        raise _too_large(address)
    done = 0
    with writing(target.parent), target.open("wb") as out:
        for chunk in answer.iter_bytes():
            done += len(chunk)
            if done > LARGEST:
                raise _too_large(address)
            out.write(chunk)
            progress(done, told)


def _too_large(address: str) -> BadInput:
    return BadInput(f"{address} 太大，超过 {megabytes(LARGEST)}", "检查是不是写错了地址")
