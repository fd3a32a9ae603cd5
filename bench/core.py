"""How long the whole core takes to prove, without Temporal."""

import asyncio
import re
import sys
from typing import Final

from bench.engine import ROOT
from bench.sizes import Sizes
from bench.table import Row

MOST_SECONDS: Final = 5.0
WHICH: Final = ("test_core_*.py", "test_laws.py")
_SUMMARY: Final = re.compile(r"(\d+) passed.* in ([\d.]+)s")


async def proven(sizes: Sizes) -> list[Row]:  # noqa: ARG001 - the tests are what they are
    """The tests of the core and its laws, as a developer runs them; pytest's own seconds."""
    files = sorted(str(file) for name in WHICH for file in (ROOT / "tests" / "unit").glob(name))
    argv = (sys.executable, "-m", "pytest", "-q", *files)
    pytest = await asyncio.create_subprocess_exec(*argv, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    told = (await pytest.communicate())[0].decode()
    found = _SUMMARY.search(told)
    if pytest.returncode or found is None:
        return [Row("the core's tests", "failed: see `make test`", "", "", f"< {MOST_SECONDS:g} s", is_met=False)]
    seconds = float(found.group(2))
    what = f"the core's {found.group(1)} tests, without Temporal"
    return [Row(what, f"{seconds:.1f} s", "", "", f"< {MOST_SECONDS:g} s", seconds < MOST_SECONDS)]
