"""JupyterLab that ends with the program that started it, however that one ends."""

import os
import signal
import sys
import threading
import time

from jupyterlab.labapp import main


def end_with_starter() -> None:
    """The starter holds the other end of our standard input: it closes when the starter is gone, even when killed."""
    while True:
        try:
            if not os.read(0, 1024):
                break
        except BlockingIOError:  # another program has set our common input to answer at once
            time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=end_with_starter, daemon=True).start()
    sys.exit(main())
