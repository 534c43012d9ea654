"""Every format a recording may come in, and everything that is none."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pysilk
import pytest
from av.audio.resampler import AudioResampler
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import BadAudio
from speech.audio.files import read_audio, write_audio
from speech.audio.pcm import rms_level, to_float, to_pcm
from speech.audio.resample import resample
from speech.values import Clip

DATA = Path(__file__).parents[1] / "data"
Written = tuple[str, str, int, str]
FORMATS: dict[str, Written] = {
    "amr of a phone": ("amr", "libopencore_amrnb", 8000, "mono"),
    "3gp of an old phone": ("3gp", "libopencore_amrnb", 8000, "mono"),
    "ogg with opus": ("ogg", "libopus", 48_000, "mono"),
    "webm of a browser": ("webm", "libopus", 48_000, "mono"),
    "m4a of an iPhone": ("mp4", "aac", 44_100, "mono"),
    "mp3": ("mp3", "libmp3lame", 16_000, "stereo"),
    "bare aac": ("adts", "aac", 16_000, "mono"),
    "flac": ("flac", "flac", 16_000, "stereo"),
    "wav, 16 bits": ("wav", "pcm_s16le", 8000, "mono"),
    "wav, 8 bits": ("wav", "pcm_u8", 8000, "mono"),
    "wav, 24 bits": ("wav", "pcm_s24le", 48_000, "stereo"),
    "wav, float": ("wav", "pcm_f32le", 16_000, "mono"),
    "wav, A-law": ("wav", "pcm_alaw", 8000, "mono"),
    "wav, µ-law": ("wav", "pcm_mulaw", 8000, "mono"),
}


def tone(rate: int, seconds: float = 1.0) -> Clip:
    return Clip(to_pcm(0.5 * np.sin(2 * np.pi * 440 * np.arange(int(rate * seconds)) / rate)), rate)


def written(container: str, codec: str, rate: int, layout: str, *, film: bool = False, seconds: float = 1.0) -> bytes:
    """440 Hz, encoded with PyAV directly; ``film`` adds moving pictures."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as opened:
        stream = cast(Any, opened.add_stream(codec, rate=rate, layout=layout))
        if film:
            pictures = cast(Any, opened.add_stream("mpeg4" if container == "mp4" else "libvpx", rate=10))
            pictures.width = pictures.height = 64
            pictures.pix_fmt = "yuv420p"
            for _ in range(3):
                opened.mux(pictures.encode(av.VideoFrame(64, 64, "yuv420p")))
            opened.mux(pictures.encode(None))
        channels = {"mono": 1, "stereo": 2}[layout]
        samples = np.repeat(np.frombuffer(tone(rate, seconds).pcm, "<i2"), channels).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=layout)
        frame.sample_rate = rate
        fitting = AudioResampler(format=stream.codec_context.format, layout=layout, rate=rate)
        for each in [*fitting.resample(frame), *fitting.resample(None)]:
            opened.mux(stream.encode(each))
        opened.mux(stream.encode(None))
    return file.getvalue()


@pytest.mark.parametrize("name", FORMATS)
def test_a_recording_is_read_whatever_made_it(name: str) -> None:
    clip = read_audio(written(*FORMATS[name]))
    assert clip.seconds == pytest.approx(1.0, abs=0.15)
    assert loudest(clip) == pytest.approx(440, abs=5)
    assert rms_level(clip.pcm) == pytest.approx(-9, abs=2.5)


@pytest.mark.parametrize("rate", [8000, 16_000, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("kind", ["wav", "mp3", "opus"])
def test_what_is_written_can_be_read(kind: Any, rate: int) -> None:
    clip = read_audio(write_audio(tone(rate), kind))
    assert clip.seconds == pytest.approx(1.0, abs=0.05)
    assert loudest(clip) == pytest.approx(440, abs=5)


@pytest.mark.parametrize("kind", ["alaw", "mulaw"])
def test_bare_telephone_sound_is_read_when_it_is_said_what_it_is(kind: Any) -> None:
    data = write_audio(tone(16_000), kind)
    assert len(data) == 8000
    clip = read_audio(data, kind)
    assert (clip.rate, clip.seconds) == (8000, 1.0)
    assert loudest(clip) == pytest.approx(440, abs=5)


def test_pcm_is_the_bare_samples_and_wav_is_exact() -> None:
    clip = tone(16_000)
    assert write_audio(clip, "pcm") == clip.pcm
    assert read_audio(write_audio(clip, "wav")) == clip


@pytest.mark.parametrize("data", [
    b"", b"\0", b"hello, this is no sound at all" * 50, b"%PDF-1.7\n" + bytes(500), b"\x89PNG\r\n\x1a\n" + bytes(500),
    b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/secret\n", b"ffconcat version 1.0\nfile /etc/hostname\n",
    b"RIFF\0\0\0\0WAVE", b"#!AMR\n", b"OggS" + bytes(60), b"\x1a\x45\xdf\xa3" + bytes(60), b"fLaC" + bytes(60),
    b"\xff\xfb\x90\x00", b"\xff\xf1" + bytes(30), bytes(4) + b"ftypM4A " + bytes(60), b"ID3\x04" + bytes(60),
    b"\x02#!SILK_V3", b"#!SILK_V3\x05", b"\x02#!SILK_V3\xff\x7fxx",
])  # fmt: skip
def test_what_is_no_recording_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(BadAudio) as raised:
        read_audio(data)
    assert raised.value.remedy.startswith("请")


@pytest.mark.parametrize(("container", "codec"), [("mp4", "aac"), ("webm", "libopus")])
def test_a_film_is_refused(container: str, codec: str) -> None:
    with pytest.raises(BadAudio, match="录像"):
        read_audio(written(container, codec, 48_000, "mono", film=True))


@pytest.mark.parametrize("kind", ["wav", "opus", "alaw"])
def test_a_recording_that_is_too_long_is_refused_before_all_of_it_is_decoded(kind: Any) -> None:
    silence = Clip(bytes(2 * 8000 * 70), 8000)
    data = write_audio(silence, kind)
    with pytest.raises(BadAudio, match="超过 60 秒"):
        read_audio(data, kind)
    assert read_audio(data, kind, longest=71).seconds == pytest.approx(70, abs=0.1)


def test_a_huge_file_is_refused_unread() -> None:
    with pytest.raises(BadAudio, match="太大"):
        read_audio(b"RIFF\0\0\0\0WAVE" + bytes(30_000_000))


@pytest.mark.parametrize("name", ["amr of a phone", "ogg with opus", "webm of a browser", "mp3", "wav, 16 bits"])
def test_of_an_upload_that_broke_off_what_came_is_read(name: str) -> None:
    data = written(*FORMATS[name], seconds=4.0)
    assert 1.0 < read_audio(data[: len(data) // 2]).seconds < 3.0


def in_silk(clip: Clip, **options: Any) -> bytes:
    """As WeChat records it."""
    file = io.BytesIO()
    pysilk.encode(io.BytesIO(clip.pcm), file, clip.rate, 24_000, **options)
    return file.getvalue()


WHOLE = {name: written(*FORMATS[name]) for name in ("amr of a phone", "webm of a browser", "m4a of an iPhone", "flac")}
WHOLE |= {"silk of WeChat": in_silk(tone(24_000)), "wide amr": (DATA / "sound" / "tone_wide.amr").read_bytes()}


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(WHOLE)), changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=30)
)
def test_damaged_files_are_read_or_refused_and_nothing_else(name: str, changes: list[tuple[float, int]]) -> None:
    data = bytearray(WHOLE[name])
    for place, value in changes:
        data[int(place * (len(data) - 1))] = value
    try:
        clip = read_audio(bytes(data))
    except BadAudio:
        return
    assert clip.seconds <= 60


def test_wideband_amr_is_read() -> None:
    """PyAV decodes it but cannot write it: the file is 440 Hz by the VisualOn encoder at 12.65 kbit/s."""
    clip = read_audio((DATA / "sound" / "tone_wide.amr").read_bytes())
    assert (clip.rate, clip.seconds) == (16_000, 1.0)
    assert loudest(clip) == pytest.approx(440, abs=5)


def test_a_voice_message_of_wechat_is_read() -> None:
    spoken = resample(read_audio((DATA / "spoken" / "break.wav").read_bytes()), 16_000)
    clip = read_audio(in_silk(spoken))
    assert clip.rate == 24_000
    assert clip.seconds == pytest.approx(spoken.seconds, abs=0.05)
    heard, said = loudness_curve(resample(clip, 16_000)), loudness_curve(spoken)
    assert np.corrcoef(heard[: len(said)], said[: len(heard)])[0, 1] > 0.9


@pytest.mark.parametrize("options", [{}, {"tencent": False}], ids=["WeChat's mark", "Skype's mark"])
def test_silk_keeps_the_pitch_and_the_length(options: dict[str, Any]) -> None:
    data = in_silk(tone(24_000), **options)
    for file in (data, data + b"\xff\xff", data + b"\x20\0cut off"):
        clip = read_audio(file)
        assert (clip.rate, clip.seconds) == (24_000, 1.0)
        assert loudest(clip) == pytest.approx(440, abs=5)
    with pytest.raises(BadAudio, match="超过"):
        read_audio(data, longest=0.5)


def test_silk_that_sent_no_silence_is_read() -> None:
    paused = Clip(tone(24_000).pcm + bytes(2 * 24_000 * 3) + tone(24_000).pcm, 24_000)
    data = in_silk(paused, use_dtx=True)
    assert b"\0\0\0\0" in data
    assert 2.0 <= read_audio(data).seconds < 4.5


def loudness_curve(clip: Clip) -> Any:
    """Loudness of every 50 ms."""
    frame = clip.rate // 20
    samples = to_float(clip.pcm)
    return np.array([np.abs(samples[at : at + frame]).mean() for at in range(0, len(samples) - frame, frame)])


def loudest(clip: Clip) -> float:
    """The frequency in Hz that is loudest."""
    spectrum = np.abs(np.fft.rfft(to_float(clip.pcm)))
    return float(np.argmax(spectrum) * clip.rate / len(to_float(clip.pcm)))
