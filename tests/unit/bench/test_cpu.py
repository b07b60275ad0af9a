"""Processor time is counted with a program's children, those that have ended too, and without this process's."""

import os
import subprocess
import sys
import time

from bench.cpu import cpu_seconds, taken

WORK = "import time\nwhile time.process_time() < 0.3: pass"
PARENT = f"""
import subprocess, sys
sys.stdin.readline()
subprocess.run([sys.executable, "-c", {WORK!r}], check=True)
print("done", flush=True)
sys.stdin.readline()
"""


def test_children_that_have_ended_count() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        before = cpu_seconds({"parent": parent.pid, "here": os.getpid()})
        assert parent.stdin is not None
        assert parent.stdout is not None
        parent.stdin.write("\n")
        parent.stdin.flush()
        assert parent.stdout.readline() == "done\n"
        spent = taken(before, cpu_seconds({"parent": parent.pid, "here": os.getpid()}))
    finally:
        parent.communicate("\n", timeout=30)
    assert spent["parent"] >= 0.3
    assert spent["here"] < 0.3


def test_this_process_counts_what_it_does_itself() -> None:
    before = cpu_seconds({"here": os.getpid()})
    begun = time.process_time()
    while time.process_time() - begun < 0.1:
        pass
    assert taken(before, cpu_seconds({"here": os.getpid()}))["here"] >= 0.08
