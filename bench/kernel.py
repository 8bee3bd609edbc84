"""Times a kernel: from start to its first output, to its first picture, and a check to its card. Prints JSON, in seconds."""

import json
import os
import statistics
import sys
import time
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).resolve().parents[1]
NODE = str(ROOT / "node_modules/.bin/node")
OURS = [NODE, str(ROOT / ".unroll/build/kernel.cjs"), "{connection_file}"]
STOCK = [NODE, str(ROOT / "node_modules/tslab/bin/tslab"), "kernel", "--config-path={connection_file}"]

TEXT = "console.log(1)"
PICTURE = """import { curve } from './src/plot/curve.js';
import { show } from './lab/index.js';
show(curve({ title: 't', x: { title: 'x' }, y: { title: 'y' }, series: [{ name: 's', points: [[0, 0], [1, 1]] }], description: 'd' }));"""
LESSON = "import { check, start } from './lab/index.js';\nawait start('01-rnn');"
CHECK = "await check('rnn-cell');"


class Kernel:
    def __init__(self, argv):
        self.began = time.monotonic()
        self.manager = KernelManager()
        self.manager._kernel_spec = KernelSpec(argv=argv, env={"UNROLL_ROOT": str(ROOT)}, language="typescript")
        self.manager.start_kernel(cwd=str(ROOT))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def first_output(self, code):
        """Seconds from asking to the first output of this cell."""
        asked = time.monotonic()
        request = self.client.execute(code)
        seen = None
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "error":
                sys.exit(f"{code}: {message['content']}")
            if message["msg_type"] in ("stream", "display_data") and seen is None:
                seen = time.monotonic()
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return seen - asked, (seen or 0) - self.began

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def from_start(argv, code):
    kernel = Kernel(argv)
    try:
        return kernel.first_output(code)[1]
    finally:
        kernel.end()


def checks():
    kernel = Kernel(OURS)
    try:
        kernel.first_output(LESSON)
        times = [kernel.first_output(CHECK)[0] for _ in range(12)]
        return statistics.median(times[2:])
    finally:
        kernel.end()


os.environ["UNROLL_EXERCISES"] = "solutions"
median = lambda argv, code: statistics.median(from_start(argv, code) for _ in range(5))
json.dump(
    {
        "text": median(OURS, TEXT),
        "stockText": median(STOCK, TEXT),
        "picture": median(OURS, PICTURE),
        "check": checks(),
    },
    sys.stdout,
)
