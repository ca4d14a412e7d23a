"""A folder in which embedded servers can run, whoever runs the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machine import open_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    """Fresh, and open to the servers' account."""
    with open_folder() as folder:
        yield folder
