"""What holds keys is closed to other processes of the same user."""

import subprocess
import sys

import pytest

from tests.hosting.test_settings import WHOLE

LOOK = """
import ctypes, os
from caseapp.hosting import closed_memory
before = ctypes.CDLL(None).prctl(3)
closed_memory.close()
print(before, ctypes.CDLL(None).prctl(3))
if os.fork() == 0:
    print(ctypes.CDLL(None).prctl(3))
else:
    os.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux closes a process")
def test_a_process_is_closed_with_all_that_it_forks() -> None:
    told = subprocess.run([sys.executable, "-u", "-c", LOOK], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["1", "0", "0"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux closes a process")
@pytest.mark.parametrize("begun", ["import caseapp.hosting.gunicorn_settings", "worker.main()"])
def test_what_serves_and_what_works_closes_itself(begun: str) -> None:
    line = f"import ctypes; from caseapp.hosting import worker; {begun}; print(ctypes.CDLL(None).prctl(3))"
    unset = {} if "worker" in begun.split(".")[0] else WHOLE
    told = subprocess.run([sys.executable, "-c", line], env=unset, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["0"]
