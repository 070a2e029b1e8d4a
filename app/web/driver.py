"""Textual's driver for a browser, ended with the server that it writes to."""

from textual import messages
from textual.drivers.web_driver import WebDriver


class ServedDriver(WebDriver):
    """Leaves once nobody writes to it: a server that was killed has sent no word of its end."""

    def run_input_thread(self) -> None:
        super().run_input_thread()
        self._app.post_message(messages.ExitApp())
