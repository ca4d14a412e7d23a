"""Which browsers the e2e tests can use here; installs a missing one when that is possible.

Prints the options for pytest on standard output. A browser that cannot be had is one line on standard error,
and with E2E_REQUIRE=chromium,firefox a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Browser:
    """How a browser is called by the system, by Debian, and by Playwright when it is the system's."""

    name: str
    variable: str
    programs: tuple[str, ...]
    package: str
    channel: str | None


BROWSERS = (
    Browser("chromium", "E2E_CHROMIUM", ("chromium", "chromium-browser", "google-chrome"), "chromium", None),
    Browser("firefox", "E2E_FIREFOX", ("firefox-esr", "firefox"), "firefox-esr", "moz-firefox"),
)


def system_program(browser: Browser) -> str | None:
    """The program that the environment names, else the one on PATH."""
    return os.environ.get(browser.variable) or next(filter(None, map(shutil.which, browser.programs)), None)


def own_build(browser: Browser) -> bool:
    """Whether Playwright's own build of the browser is installed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(getattr(playwright, browser.name).executable_path).exists()


def available(browser: Browser) -> bool:
    """Whether the tests can run in it."""
    return system_program(browser) is not None or own_build(browser)


def install(browser: Browser) -> bool:
    """Install it: from the system's packages as root, else Playwright's own build. Says one line before it begins."""
    complain(f"{browser.name}: belum ada, sedang dipasang …")
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quietly("apt-get", "update", "-qq")
        quietly("apt-get", "install", "-y", "-qq", "--no-install-recommends", browser.package, "fonts-dejavu-core")
    if not system_program(browser):
        quietly(sys.executable, "-m", "playwright", "install", browser.name)
    return available(browser)


def quietly(*command: str) -> None:
    """Run a command whose success shows in what is there afterwards."""
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, capture_output=True, env=env, timeout=900)


def complain(text: str) -> None:
    """One line for people."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def main() -> int:
    """Print the options; 1 when a browser that must be there is not."""
    required = {name for name in os.environ.get("E2E_REQUIRE", "").replace(" ", "").split(",") if name}
    usable = []
    for browser in BROWSERS:
        if available(browser) or install(browser):
            usable.append(browser.name)
        else:
            complain(f"{browser.name}: tidak ada dan tidak dapat dipasang; e2e tidak dijalankan di sana.")
    sys.stdout.write(" ".join(f"--browser {name}" for name in usable) + "\n")
    missing = sorted(required - set(usable))
    if missing:
        complain(f"E2E_REQUIRE meminta {', '.join(missing)}.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
