import io

from kit.scripted import a_failure
from kit.staged import Terminal, a_console
from quayside.app.command_line.console import Console
from quayside.app.core.progress import Progress


def test_a_terminal_gets_one_updating_line_that_data_replaces() -> None:
    out, err = Terminal(), Terminal()
    console = a_console(out, err)
    console.progress(Progress("model", "pulling", 5, 10, "MB"))
    console.progress(Progress("model", "pulling", 10, 10, "MB"))
    console.line("data")
    assert err.getvalue().count("\n") == 0
    assert "█" * 10 + "░" * 10 + " pulling" in err.getvalue()
    assert err.getvalue().endswith("\r\x1b[K")
    assert out.getvalue() == "data\n"


def test_elsewhere_progress_is_a_line_now_and_then() -> None:
    now = [0.0]
    err = io.StringIO()
    console = Console(io.StringIO(), err, clock=lambda: now[0])
    for second in range(7):
        now[0] = float(second)
        console.progress(Progress("model", f"pulling, {second}"))
    console.progress(Progress("proxy", "starting"))
    assert err.getvalue() == "pulling, 0\npulling, 5\nstarting\n"


def test_transient_words_are_for_terminals_alone() -> None:
    err = io.StringIO()
    a_console(err=err).transient("connecting…")
    assert err.getvalue() == ""


def test_a_foreign_progress_line_cannot_move_the_terminal() -> None:
    err = Terminal()
    a_console(err=err).progress(Progress("model", "\x1b[2Jpulling\nmore"))
    assert err.getvalue() == "\r\x1b[K␛[2Jpulling␊more"


def test_a_failure_shows_its_rows_under_each_other() -> None:
    err = io.StringIO()
    a_console(err=err).failure(a_failure(seen="404\nnot \x1bfound"), "sdk · m")
    lines = err.getvalue().splitlines()
    assert lines[0] == "✗ sdk · m: Nothing listens on localhost:22088"
    assert lines[2] == "  seen    404"
    assert lines[3] == "          not ␛found"
