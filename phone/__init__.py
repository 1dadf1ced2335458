"""The phone page behind the slip's QR code: place in line, what next, how it was."""
