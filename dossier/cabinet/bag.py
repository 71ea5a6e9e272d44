"""A BagIt bag (RFC 8493) over an archive package, by the bagit library; and what is no longer what was packed."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import bagit  # type: ignore[import-untyped]  # the library carries no types


def make_bag(folder: Path, unit: str, day: date) -> None:
    """Turn the files of `folder` into a bag in place. Raises OSError."""
    logging.getLogger("bagit").setLevel(logging.ERROR)
    here = Path.cwd()
    info = {
        "Source-Organization": unit or "（未写单位）",
        "Bagging-Date": day.isoformat(),
        "External-Description": "义务教育控辍保学一生一案归档文件",
    }
    try:
        bagit.make_bag(str(folder), bag_info=info, checksums=["sha256"], encoding="utf-8")
    except bagit.BagError as error:
        raise OSError(str(error)) from error
    finally:
        os.chdir(here)  # the library leaves the working directory where it failed


def is_bag(folder: Path) -> bool:
    """Whether a folder says that it is a bag."""
    return (folder / "bagit.txt").is_file()


def bag_faults(folder: Path) -> Iterator[str]:
    """Each changed, missing or extra file of a bag, in words."""
    logging.getLogger("bagit").setLevel(logging.CRITICAL)
    try:
        bag = bagit.Bag(str(folder))
        bag.info.pop("Payload-Oxum", None)  # a sum that does not fit would end the check before files are named
        bag.validate()
    except bagit.BagValidationError as error:
        details = error.details or [error]
        yield from (_words(one) for one in details)
    except (bagit.BagError, OSError, ValueError) as error:
        yield f"归档包的清单读不懂（{error}）"


def _words(fault: Exception) -> str:
    path = getattr(fault, "path", "")
    if isinstance(fault, bagit.ChecksumMismatch):
        return f"{path} 被改动（校验值和打包时不一样）"
    if isinstance(fault, bagit.FileMissing):
        return f"{path} 不见了"
    if isinstance(fault, bagit.UnexpectedFile):
        return f"{path} 是打包以后多出来的"
    return f"归档包不完整：{fault}"
