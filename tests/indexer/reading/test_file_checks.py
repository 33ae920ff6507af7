"""What a file must be before anything opens it; each refusal has its code."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.quarantine.attempts import SET_APART
from indexer.reading.file_checks import IMAGES, MAX_BYTES, MEDIA_TYPES, CheckedFile, check_file
from indexer.reading.refusals import SENTENCES, FileRefusedError
from tests.cv_files import WELDER, as_docx, as_odt, as_pdf, as_rtf, encrypted_pdf, in_every_format

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043")
EXTENSIONS = st.sampled_from(sorted(MEDIA_TYPES))
DOCX, ODT = as_docx(WELDER), as_odt(WELDER)


def archive(*members: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as unfolded:
        for name, content in members:
            unfolded.writestr(name, content)
    return target.getvalue()


def marked_encrypted(content: bytes) -> bytes:
    """Set the flag of an encrypted member in a zip's directory (APPNOTE 4.4.4, bit 0)."""
    marked, at = bytearray(content), content.rfind(b"PK\x01\x02")
    marked[at + 8] |= 1
    return bytes(marked)


def outcome(name: str, content: bytes) -> str:
    """The code of the refusal, empty when the file is taken; anything else that is raised fails the test."""
    try:
        assert check_file(name, content).content == content
    except FileRefusedError as error:
        return error.code
    return ""


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(FileRefusedError) as caught:
        check_file(name, content)
    assert caught.value.sentence == SENTENCES[caught.value.code] == str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("extension", sorted(in_every_format()))
def test_a_cv_in_every_format_is_taken(extension: str) -> None:
    content = in_every_format()[extension]
    assert check_file(f"Mon CV.{extension.upper()}", content) == CheckedFile(content, extension, MEDIA_TYPES[extension])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("", b"x", "file_missing"),
        ("cv.pdf", b"", "file_empty"),
        ("cv.txt", b"", "file_empty"),
        ("cv.pdf", as_pdf(WELDER).ljust(6 * 1024 * 1024, b" "), "file_too_large"),
        ("cv.txt", b"x" * (MAX_BYTES + 1), "file_too_large"),
        ("photo.jpg", JPEG, "file_is_image"),
        ("photo.HEIC", b"x", "file_is_image"),
        ("cv.exe", b"MZ", "file_extension"),
        ("cv", as_pdf(WELDER), "file_extension"),
        (".pdf", as_pdf(WELDER), "file_extension"),
        ("cv.pdf.exe", as_pdf(WELDER), "file_extension"),
        ("cv.pdf", DOCX, "file_type_mismatch"),
        ("cv.pdf", PNG, "file_type_mismatch"),
        ("cv.docx", as_pdf(WELDER), "file_type_mismatch"),
        ("cv.docx", ODT, "file_type_mismatch"),
        ("cv.odt", DOCX, "file_type_mismatch"),
        ("cv.docx", archive(("hello.txt", b"x")), "file_type_mismatch"),
        ("cv.doc", DOCX, "file_type_mismatch"),
        ("cv.rtf", b"bonjour", "file_type_mismatch"),
        ("cv.txt", PNG, "file_type_mismatch"),
        ("cv.txt", JPEG, "file_type_mismatch"),
        ("cv.html", as_pdf(WELDER), "file_type_mismatch"),
        ("cv.txt", as_rtf(WELDER), "file_type_mismatch"),
        ("cv.txt", DOCX, "file_type_mismatch"),
        ("cv.txt", b"Camille\x01\x02\x03\x04 Exemple", "file_type_mismatch"),
        ("cv.docx", DOCX[: len(DOCX) // 2], "file_damaged"),
        ("cv.odt", b"PK\x03\x04 and nothing more", "file_damaged"),
        ("cv.docx", archive(("word/document.xml", b"\x00" * 30_000_000)), "file_archive_bomb"),
        ("cv.docx", archive(*((f"word/{n}.xml", b"") for n in range(2001))), "file_archive_bomb"),
        ("cv.docx", marked_encrypted(archive(("word/document.xml", b"x"))), "file_encrypted"),
    ],
)
def test_each_refusal_has_its_own_code(name: str, content: bytes, code: str) -> None:
    assert refusal(name, content) == code


def test_a_bomb_of_100_mb_is_one_even_below_the_ratio() -> None:
    noise = hashlib.shake_256(b"noise").digest(600_000)
    bomb = bytearray(archive(("word/document.xml", noise), ("word/media/a", noise)))
    at = bomb.rfind(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (101 * 1024 * 1024).to_bytes(4, "little")
    assert refusal("cv.docx", bytes(bomb)) == "file_archive_bomb"


def test_what_real_programs_write_is_taken() -> None:
    assert check_file("cv.pdf", b"\n\n%junk\n" + as_pdf(WELDER)).extension == "pdf"
    assert check_file("cv.doc", as_rtf(WELDER)).media_type == "application/msword"
    assert check_file("cv.txt", WELDER.encode("utf-16")).extension == "txt"
    assert check_file("cv.txt", WELDER.encode("cp1252")).extension == "txt"
    assert check_file("cv.txt", b"Camille\tExemple\r\n\x0cSoudeur\x1a").extension == "txt"
    assert check_file("C:\\cv\\mon.cv.docx", DOCX).extension == "docx"


def test_an_encrypted_pdf_is_left_to_the_reader_which_alone_can_tell() -> None:
    assert check_file("cv.pdf", encrypted_pdf()).extension == "pdf"


def test_images_and_documents_are_told_apart_by_name() -> None:
    assert not IMAGES & set(MEDIA_TYPES)


@given(EXTENSIONS, st.binary(max_size=600))
@example("docx", b"PK\x05\x06" + b"\x00" * 18)
def test_any_bytes_under_any_extension_are_taken_or_refused_and_nothing_else(extension: str, content: bytes) -> None:
    assert outcome(f"cv.{extension}", content) in {"", *SENTENCES}


@given(st.sampled_from([("docx", DOCX), ("odt", ODT)]), st.data())
def test_a_damaged_archive_is_taken_or_refused_and_nothing_else(file: tuple[str, bytes], data: st.DataObject) -> None:
    extension, content = file
    broken = bytearray(content)
    for _ in range(data.draw(st.integers(1, 5))):
        # The directory at the end is what is read.
        at = len(broken) - data.draw(st.integers(1, min(len(broken), 900)))
        broken[at] = data.draw(st.sampled_from([0, 1, 80, 255]) | st.integers(0, 255))
    assert outcome(f"cv.{extension}", bytes(broken)) in {"", *SENTENCES}


@pytest.mark.parametrize("version", [0, 62, 63, 64, 255])
def test_an_archive_of_a_version_nobody_knows_is_damaged_not_a_crash(version: int) -> None:
    odd = bytearray(archive(("word/document.xml", b"<x/>")))
    odd[odd.rfind(b"PK\x01\x02") + 6] = version
    assert outcome("cv.docx", bytes(odd)) == ("file_damaged" if version > 63 else "")


@given(st.text(st.characters(), max_size=40))
def test_any_name_is_taken_or_refused_and_nothing_else(name: str) -> None:
    assert outcome(name, as_pdf("x")) in {"", *SENTENCES}


def test_every_refusal_says_in_french_what_to_do() -> None:
    for code, sentence in SENTENCES.items():
        assert sentence.endswith(".")
        if code == SET_APART:
            continue  # nothing is wrong with the file, and there is nothing to do
        assert code.startswith("file_")
        assert "nvoyez" in sentence or "hoisissez" in sentence or "renvoyez" in sentence, code
