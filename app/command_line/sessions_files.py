"""Files of sessions that cannot be read or written, in the words of a failure."""

from pathlib import Path

from ..core.failures import Failure


def unreadable(file: Path, problem: OSError) -> Failure:
    return Failure(
        kind="file-unreadable",
        summary=f"{file} cannot be read",
        tried=f"read {file}",
        seen=str(problem),
        cause="there is no such file, or it is not yours to read",
        cure="Give the file's whole path, and see that you may read it. "
        "What was imported until then stays, and does not come twice.",
    )


def unwritable(file: Path, problem: OSError) -> Failure:
    return Failure(
        kind="file-unwritable",
        summary=f"{file} was not written",
        tried=f"write {file}",
        seen=str(problem),
        cause="the folder is not yours to write in, the disk is full, or a file is in its way",
        cure="Choose another place with --output.",
    )
