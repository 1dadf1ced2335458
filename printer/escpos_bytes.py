"""A slip's picture as the bytes that every ESC/POS printer understands."""

from escpos.printer import Dummy
from PIL.Image import Image

WIDE = "TM-T20II"  # any with 576 dots: the profile does nothing here but allow that
SLICE_ROWS = 128  # cheap printers hold no more of a GS v 0 picture in memory


def commands(image: Image) -> bytes:
    """ESC @, the picture in slices of GS v 0, a feed past the knife, a cut.

    ESC @ first: a printer may hold the rest of a job that was broken off.
    """
    printer = Dummy(profile=WIDE)
    printer.hw("INIT")
    for top in range(0, image.height, SLICE_ROWS):
        bottom = min(top + SLICE_ROWS, image.height)
        printer.image(image.crop((0, top, image.width, bottom)), impl="bitImageRaster")
    printer.cut()
    return bytes(printer.output)
