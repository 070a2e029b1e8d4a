"""Foreign texts that would steer a terminal, hide in one, or choke what draws them."""

from kit.terminal_bytes import MARK

STEERING = {
    "cursor": f"\x1b[2J\x1b[7;777H{MARK}\x1b[99A\x1b[3J\x1b[1;3r\x1b[?6h",
    "colour": f"\x1b[38;5;77m{MARK}\x1b[48;5;78m\x1b[5;7m",
    "modes": f"\x1b[?1049l\x1b[?25l\x1b[?1003h\x1b[?7777h\x1b[4h{MARK}\x1bc\x1b#8\x1b>",
    "queries": f"\x1b[6n\x1b[c\x1b[>q\x1b[21t\x1b[5n\x1bZ\x05{MARK}\x1b[?996n",
    "title": f"\x1b]0;{MARK}\x07\x1b]2;{MARK}\x1b\\\x1b]0;{MARK}",
    "link": f"\x1b]8;;http://{MARK}.example/\x1b\\{MARK}\x1b]8;;\x1b\\",
    "clipboard": f"\x1b]52;c;enF4ag==\x07\x1b]52;c;?\x07{MARK}",
    "inline": f"\x1b]1337;File=inline=1:{MARK}\x07\x1b]9;4;1;50\x07\x1b]777;notify;{MARK}\x07",
    "strings": f"\x1bP+q{MARK}\x1b\\\x1b_G{MARK}\x1b\\\x1b^{MARK}\x1b\\\x1bX{MARK}\x1b\\",
    "tmux": f"\x1bPtmux;\x1b\x1b]52;c;enF4ag==\x07\x1b\\\x1bk{MARK}\x1b\\",
    "c1": f"\x9b31m{MARK}\x9d0;{MARK}\x9c\x90{MARK}\x9c\x9f{MARK}\x9c\x84\x85\x8d\x9a",
    "c0": f"{MARK}\x00\x07\x08\x08\x0b\x0c\x0e\x0f\x11\x13\x18\x1a\x7f{MARK}\rover",
    "half": f"{MARK}\x1b",
    "bidi": f"\u202e{MARK}\u202c\u2066x\u2069\u200e\u200f\u061c\u2067\u2068\u202d",
    "surrogates": f"\udc00{MARK}\ud83d-\ud800",
    "zero": f"\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u3164\U000e0041{MARK}\u2028\u2029",
}
"""Each short enough for a name or a title."""

CHOKING = {
    "combining": f"{MARK} a" + "\u0301\u20e3\u0489" * 3_400,
    "markup": f"[/red][bold][@click=app.quit]{MARK}[/][link={MARK}]x[$error]y[/][" * 40,
    "quotes": "> " * 10_000 + MARK,
    "items": "".join(f"{' ' * (depth * 2)}- {MARK}\n" for depth in range(300)) + "- " * 5_000,
    "brackets": "[" * 10_000 + MARK + "](x)" * 10_000,
    "emphasis": "*_" * 5_000 + MARK + "_*" * 5_000,
    "columns": "|" + f" {MARK} |" * 5_000 + "\n|" + "-|" * 5_000 + "\n|" + " x |" * 5_000 + "\n",
    "links": f"[{MARK}](javascript:alert(1)) ![x](http://127.0.0.1:9/{MARK}) " * 5_000,
    "fences": "".join(f"{'`' * (3 + n % 7)}{MARK}{n}\n" for n in range(2_000)),
    "entities": "&#27;[31m&#x9b;31m&#7;&#0;&#x202e;&nbsp;" * 500 + MARK,
    "html": f"<script>{MARK}</script><img src=x onerror={MARK}><!--" + "<div>" * 2_000,
    "line": MARK + "x" * 1_000_000,
}
"""Large, deep or wide; none of it steers."""

FOREIGN = {**STEERING, **CHOKING}
ALL_STEERING = "".join(text for text in STEERING.values())
ONE_LINE = "".join(char for char in ALL_STEERING if char not in "\r\n")
