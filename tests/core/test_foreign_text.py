from quayside.app.core.plain_text import one_line, plain


def test_control_characters_become_pictures() -> None:
    assert plain("a\x1b[0m\x7f\x9b\u2066\tb\n") == "a␛[0m␡<009B><2066>\tb\n"
    assert plain("a\r\nb\rc") == "a\nb␍c"
    assert one_line("a\nb\tc") == "a␊b c"
