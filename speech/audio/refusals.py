"""What is said of sound that cannot be read, in one place."""

from __future__ import annotations

from assistant.errors import BadAudio

_AGAIN = "请重新录一遍，或者改用文字提问"
_FORMATS = "请发送 mp3、wav、m4a、amr、silk、ogg、webm 或 flac 格式的录音"


def empty() -> BadAudio:
    """No bytes, or no sound in them."""
    return BadAudio("录音里没有声音", _AGAIN)


def too_long(longest: float) -> BadAudio:
    """More than ``longest`` seconds."""
    return BadAudio(f"录音超过 {longest:.0f} 秒", f"请控制在 {longest:.0f} 秒以内，分几次说")


def too_large(longest: float) -> BadAudio:
    """More bytes than a recording of ``longest`` seconds needs."""
    return BadAudio("录音文件太大", f"请控制在 {longest:.0f} 秒以内，分几次说")


def unknown() -> BadAudio:
    """No kind of sound file read here."""
    return BadAudio("这不是能识别的录音格式", _FORMATS)


def soundless() -> BadAudio:
    """A proper file with no sound track."""
    return BadAudio("文件里没有声音", _FORMATS)


def odd() -> BadAudio:
    """A sound track of a rate, a channel count or a codec that no recorder makes."""
    return BadAudio("录音的编码、采样率或声道数不合常规", _FORMATS)


def film() -> BadAudio:
    """Moving pictures."""
    return BadAudio("这是录像，不是录音", "请只发送录音")


def broken(container: str) -> BadAudio:
    """Of a known kind, but not to be decoded."""
    return BadAudio(f"录音文件已损坏（{container}），读不出声音", _AGAIN)
