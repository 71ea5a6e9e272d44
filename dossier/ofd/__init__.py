"""OFD (GB/T 33190-2016), what government offices send: pages of text, paths and pictures → PDF; knows nothing of cases.

to_pdf(data, folders)      the PDF of an OFD file
Refused                    what of the file is not drawn, by name: then none of it is
Unreadable                 no sound OFD file

package   the zip: its XML parts, resources, paths
pages     document → pages: templates, content, annotations, seals in their order
svg       one page's objects → SVG, mm
seals     the picture in a seal (GM/T 0031, GB/T 38540)
draw      SVG pages → PDF by Typst; what came out is compared with what went in
"""

from dossier.ofd.draw import to_pdf
from dossier.ofd.package import Refused, Unreadable

__all__ = ["Refused", "Unreadable", "to_pdf"]
