"""Recordings that begin with their sound at once, without a head that names them: frames that follow each other."""

from __future__ import annotations

from collections.abc import Callable

from dossier.evidence.file_facts import Fault
from dossier.evidence.media_types import Kind

_AUDIO, _VIDEO = Fault("audio"), Fault("video")
_FRAMES = 3
"""So many frames in a row are no accident; a file that ends before may have fewer."""
_LEADING_ZEROS = 2048

_BIT_RATES = {
    # (MPEG version 1?, layer) → kbit/s by index (ISO 11172-3 2.4.2.3, ISO 13818-3 2.4.2.3)
    (True, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def recording_kind(head: bytes) -> Kind | None:
    """The media type of sound or film that has no signature; `head` is the file's first kilobytes."""
    if head[4:5] == b"\x47" and _are_packets(head, 4, 192):
        return "video/mp2t", _VIDEO
    if head[:1] == b"\x47" and _are_packets(head, 0, 188):
        return "video/mp2t", _VIDEO
    sound = head[len(head[:_LEADING_ZEROS]) - len(head[:_LEADING_ZEROS].lstrip(b"\0")) :]
    for length_of, media_type in _SOUNDS:
        if _are_frames(sound, length_of):
            return media_type, _AUDIO
    return None


def _are_packets(head: bytes, start: int, size: int) -> bool:
    """A transport stream: every packet begins with 0x47 (ISO 13818-1 2.4.3.2)."""
    return len(head) > start + 4 * size and all(head[start + n * size] == 0x47 for n in range(5))


def _are_frames(head: bytes, length_of: Callable[[bytes], int]) -> bool:
    at = 0
    for count in range(_FRAMES):
        length = length_of(head[at : at + 8])
        if length < 8:
            return False
        at += length
        if at + 8 > len(head):
            return count > 0 or at >= len(head) - 8
    return True


def _mpeg_length(head: bytes) -> int:
    """Bytes of an MPEG audio frame; 0 where none begins here."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    rate, sampling, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer == 4 or rate in (0, 15) or sampling == 3:
        return 0
    bits = _BIT_RATES[version == 3, layer][rate] * 1000
    samples = _SAMPLE_RATES[version][sampling]
    if layer == 1:
        return (12 * bits // samples + padding) * 4
    return (72 if layer == 3 and version != 3 else 144) * bits // samples + padding


def _adts_length(head: bytes) -> int:
    """Bytes of an AAC frame with an ADTS head (ISO 14496-3 1.A.2.2); 0 where none begins here."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or head[2] >> 2 & 15 > 12:
        return 0
    return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5


def _ac3(head: bytes) -> int:
    """Bytes of a Dolby AC-3 frame at 48 kHz (ATSC A/52 5.4.1); 0 where none begins here."""
    if len(head) >= 6 and head[:2] == b"\x0b\x77" and head[5] >> 3 > 10:  # E-AC-3 (annex E)
        return (((head[2] & 7) << 8 | head[3]) + 1) * 2
    rates = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640)
    if len(head) < 6 or head[:2] != b"\x0b\x77" or head[4] >> 6 or (head[4] & 63) >> 1 >= len(rates):
        return 0
    return rates[(head[4] & 63) >> 1] * 4


def _loas(head: bytes) -> int:
    """Bytes of an AAC frame in LOAS (ISO 14496-3 1.7.2); 0 where none begins here."""
    if len(head) < 3 or head[0] != 0x56 or head[1] & 0xE0 != 0xE0:
        return 0
    return ((head[1] & 0x1F) << 8 | head[2]) + 3


_SOUNDS = ((_mpeg_length, "audio/mpeg"), (_adts_length, "audio/aac"), (_loas, "audio/aac"), (_ac3, "audio/ac3"))
