"""The text of a PDF, page by page, in the order its pages draw it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from typing import BinaryIO

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

from apostil import Document, InputError, Quota, one_line

PAGES = 10_000
BREAK = "\n\n"
"""Between two pages."""
LIMITS = pypdf.Configuration(
    maximum_declared_stream_length=20_000_000,
    array_based_stream_maximum_output_length=20_000_000,
    lzw_maximum_output_length=20_000_000,
    run_length_maximum_output_length=20_000_000,
    zlib_maximum_output_length=20_000_000,
    stream_decoding_work_maximum_length=60_000_000,
    stream_parsing_work_maximum_count=500_000,
    disable_legacy_handling=True,
)
"""Of one stream of a page: what pypdf allows takes more than 300 MiB and a quarter of a minute."""
_SILENT = logging.NullHandler()


def read(stream: BinaryIO, name: str) -> Iterator[Document]:
    """One document, the offsets of its pages in `metadata`. Raises `InputError`."""
    logging.getLogger("pypdf").addHandler(_SILENT)  # what it warns of may quote the file
    quota = Quota(name, stream.seek(0, os.SEEK_END))
    try:
        with pypdf.apply_configuration(LIMITS):
            pages = list(_pages(pypdf.PdfReader(stream), quota))
    except InputError:
        raise
    except (DependencyError, FileNotDecryptedError) as error:
        raise InputError(name, "is encrypted: save it without a password, or pip install 'pypdf[crypto]'") from error
    except LimitReachedError as error:
        raise InputError(name, "more comes out of it, or is nested deeper in it, than of a document") from error
    except Exception as error:  # a damaged file may lead the parser anywhere
        why = f": {one_line(error)}" if not isinstance(error, PyPdfError) else ""
        raise InputError(name, f"damaged, or not a PDF{why}: save it again from the program that wrote it") from error
    yield _document(pages, name)


def _pages(pdf: pypdf.PdfReader, quota: Quota) -> Iterator[str]:
    for number, page in enumerate(pdf.pages):
        if number >= PAGES:
            raise InputError(quota.name, f"more than {PAGES:,} pages: split it")
        contents = page.get_contents()
        quota.spend(0 if contents is None else len(contents.get_data()))
        text = page.extract_text()
        quota.spend(len(text))
        yield text


def _document(drawn: list[str], name: str) -> Document:
    # damaged fonts give halves of UTF-16 pairs, which are no characters
    pages = [page.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for page in drawn]
    if pages and not any(page.strip() for page in pages):
        raise InputError(name, f"no text on its {len(pages)} pages, which may be pictures: recognise the text first (OCR)")
    places, start = [], 0
    for page in pages:
        places.append([start, start + len(page)])
        start += len(page) + len(BREAK)
    replaced = sum(page.count("\ufffd") for page in pages) - sum(page.count("\ufffd") for page in drawn)
    return Document(BREAK.join(pages), metadata={"pages": places}, replaced=replaced)
