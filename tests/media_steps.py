"""Pictures and videos as an office would bring them, made without any tool."""

import struct
from pathlib import Path

from PIL import Image


def picture(path: Path, size: tuple[int, int] = (640, 360), **how: object) -> Path:
    """Its name's end says which kind."""
    Image.new("RGB", size, "seagreen").save(path, **how)  # type: ignore[arg-type]
    return path


def box(name: str, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I4s", 8 + len(inside), name.encode()) + inside


def track(kind: bytes, codec: bytes) -> bytes:
    entry = struct.pack(">I4s", 86, codec) + bytes(78)
    table = box("stbl", box("stsd", bytes(4), struct.pack(">I", 1), entry))
    handler = box("hdlr", bytes(8), kind, bytes(12))
    return box("trak", box("mdia", handler, box("minf", table)))


def mp4(*codecs: bytes, padding: int = 64) -> bytes:
    """As a camera lays it: what is in it stands after the pictures. The first codec is
    of the pictures, the second of the sound."""
    kinds = (b"vide", b"soun")
    tracks = [track(kind, codec) for kind, codec in zip(kinds, codecs, strict=False)]
    start = box("ftyp", b"isom", bytes(4), b"isomavc1")
    return start + box("mdat", bytes(padding)) + box("moov", *tracks)


def element(name: str, content: bytes, sized: bool = True) -> bytes:
    """Of WebM. A recording does not know its own length."""
    length = (
        struct.pack(">Q", 1 << 56 | len(content)) if sized else b"\x01" + b"\xff" * 7
    )
    return bytes.fromhex(name) + length + content


def webm(
    codec: bytes = b"V_VP9", document: bytes = b"webm", sized: bool = True
) -> bytes:
    head = element("1A45DFA3", element("4282", document))
    sound = element("AE", element("86", b"A_OPUS"))
    tracks = element("1654AE6B", element("AE", element("86", codec)) + sound)
    cluster = element("1F43B675", bytes(64), sized)
    info = element("1549A966", element("4D80", b"test"))
    return head + element("18538067", info + tracks + cluster, sized)


# Run in a page: a film of three seconds, as a browser records it.
RECORD = """async () => {
  const canvas = document.createElement("canvas")
  const brush = canvas.getContext("2d")
  const pictures = canvas.captureStream(10)
  const recorder = new MediaRecorder(pictures, { mimeType: "video/webm" })
  const parts = []
  recorder.ondataavailable = ({ data }) => parts.push(data)
  const stopped = new Promise((done) => { recorder.onstop = done })
  recorder.start()
  for (let frame = 0; frame < 30; frame++) {
    brush.fillStyle = `hsl(${frame * 12} 60% 50%)`
    brush.fillRect(0, 0, canvas.width, canvas.height)
    await new Promise((next) => setTimeout(next, 100))
  }
  recorder.stop()
  await stopped
  return [...new Uint8Array(await new Blob(parts).arrayBuffer())]
}"""
