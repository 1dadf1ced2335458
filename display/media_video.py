"""What a video is, by its own headers: only what every screen's browser can play.

MP4 (ISO/IEC 14496-12) with H.264, or WebM with VP8, VP9 or AV1. Nothing is decoded: a
file that lies about itself is skipped by the page.
"""

from collections.abc import Iterator
from typing import BinaryIO

EBML, DOC_TYPE, SEGMENT = 0x1A45DFA3, 0x4282, 0x18538067
CLUSTER, TRACKS, TRACK, CODEC = 0x1F43B675, 0x1654AE6B, 0xAE, 0x86
WEBM_CODECS = ("V_VP8", "V_VP9", "V_AV1")
MP4_CODECS = ("avc1", "avc3")
STILLS = (b"heic", b"heix", b"mif1", b"avif")  # brands of single pictures
PATH = ("moov", "trak", "mdia", "minf", "stbl")  # to where the codec is named
MOST_HEADER = 4096  # bytes of a value that is read
ADVICE = "please convert it to MP4 with H.264"

Part = tuple[int, int, int]  # name, where its content starts, and where it ends
Box = tuple[str, int, int]


class NotPlayable(ValueError):
    """Why, as the end of a sentence."""


def suffix_of(file: BinaryIO) -> str:
    """mp4 or webm (NotPlayable)."""
    size = file.seek(0, 2)
    start = _read(file, 0, 12)
    if start[4:8] == b"ftyp":
        _check_mp4(file, size, start[8:])
        return "mp4"
    if start[:4] == EBML.to_bytes(4, "big"):
        _check_codecs(_webm_codecs(file, size), WEBM_CODECS)
        return "webm"
    raise NotPlayable(
        "is neither a picture (PNG, JPEG, WebP) nor a video (MP4, WebM); "
        "please convert it to one of these"
    )


def _check_codecs(found: list[str], playable: tuple[str, ...]) -> None:
    if not found:
        raise NotPlayable("has no pictures in it, or is not whole")
    if strange := [codec for codec in found if codec not in playable]:
        raise NotPlayable(f"is coded as {strange[0]!r}; {ADVICE}")


def _read(file: BinaryIO, at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)


# --- MP4: boxes of a length and a name -----------------------------------------


def _check_mp4(file: BinaryIO, size: int, brand: bytes) -> None:
    if brand in STILLS:
        raise NotPlayable("is a picture as HEIC or AVIF; please save it as JPEG")
    filled = any(name == "mdat" for name, _, _ in _boxes(file, 0, size))
    _check_codecs(list(_mp4_codecs(file, size)) if filled else [], MP4_CODECS)


def _mp4_codecs(file: BinaryIO, size: int) -> Iterator[str]:
    """Of every track of pictures."""
    for track in _boxes_at(file, (0, size), PATH[:2]):
        for media in _boxes_at(file, track, PATH[2:3]):
            if _handler(file, media) == b"vide":
                for table in _boxes_at(file, media, (*PATH[3:], "stsd")):
                    yield _read(file, table[0] + 12, 4).decode("latin-1")


def _handler(file: BinaryIO, media: tuple[int, int]) -> bytes:
    """What a track is made of: vide, soun, …"""
    return next(
        (_read(file, start + 8, 4) for start, _ in _boxes_at(file, media, ("hdlr",))),
        b"",
    )


def _boxes_at(
    file: BinaryIO, inside: tuple[int, int], path: tuple[str, ...]
) -> Iterator[tuple[int, int]]:
    name, *rest = path
    for found, start, end in _boxes(file, *inside):
        if found == name and rest:
            yield from _boxes_at(file, (start, end), tuple(rest))
        elif found == name:
            yield start, end


def _boxes(file: BinaryIO, at: int, end: int) -> Iterator[Box]:
    while at + 8 <= end:
        head = _read(file, at, 16)
        length, name, body = int.from_bytes(head[:4], "big"), head[4:8], at + 8
        if length == 1:  # then a length of 64 bits follows
            length, body = int.from_bytes(head[8:16], "big"), at + 16
        stop = at + length if length else end  # 0: to the end
        if stop < body or stop > end:
            raise NotPlayable("is not whole")
        yield name.decode("latin-1"), body, stop
        at = stop


# --- WebM: elements whose name and length say how long they are -----------------


def _webm_codecs(file: BinaryIO, size: int) -> list[str]:
    found: list[str] = []
    for name, start, end in _elements(file, 0, size):
        if name == EBML and _document(file, start, end) != b"webm":
            raise NotPlayable(f"is Matroska, not WebM; {ADVICE}")
        if name == SEGMENT:
            found += _segment_codecs(file, start, end)
            break
    return [codec for codec in found if codec.startswith("V_")]


def _document(file: BinaryIO, start: int, end: int) -> bytes:
    return next(
        (
            _read(file, at, min(stop - at, MOST_HEADER)).rstrip(b"\0")
            for name, at, stop in _elements(file, start, end)
            if name == DOC_TYPE
        ),
        b"",
    )


def _segment_codecs(file: BinaryIO, start: int, end: int) -> list[str]:
    """Tracks come before the first cluster; a recording's own length is unknown."""
    for name, at, stop in _elements(file, start, end):
        if name == CLUSTER:
            break
        if name == TRACKS:
            return [
                _read(file, a, min(b - a, MOST_HEADER)).decode("latin-1")
                for track, x, y in _elements(file, at, stop)
                if track == TRACK
                for codec, a, b in _elements(file, x, y)
                if codec == CODEC
            ]
    return []


def _elements(file: BinaryIO, at: int, end: int) -> Iterator[Part]:
    while at < end:
        head = _read(file, at, 12)
        name_bytes = _width(head)
        length_bytes = _width(head[name_bytes:])
        name = int.from_bytes(head[:name_bytes], "big")
        sized = head[name_bytes : name_bytes + length_bytes]
        unknown = (1 << 7 * length_bytes) - 1
        length = int.from_bytes(sized, "big") & unknown
        body = at + name_bytes + length_bytes
        stop = end if length == unknown else body + length
        if stop > end:
            raise NotPlayable("is not whole")
        yield name, body, stop
        at = stop


def _width(head: bytes) -> int:
    """Of a number whose leading zero bits say how many bytes it has."""
    if not head or not head[0]:
        raise NotPlayable("is not whole")
    return 9 - head[0].bit_length()
