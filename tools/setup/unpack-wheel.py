"""Unpacks from TensorFlow's wheel what tfjs-node needs: python unpack-wheel.py WHEEL FOLDER."""

import pathlib
import shutil
import sys
import zipfile

LIBRARIES = {
    "tensorflow/libtensorflow_cc.so.2": "deps/lib/libtensorflow_cc.so.2",
    "tensorflow/libtensorflow_framework.so.2": "deps/lib/libtensorflow_framework.so.2",
}
HEADERS = "tensorflow/include/"
HEADER_FOLDERS = ("tensorflow/c/", "tsl/")
HEADER_NAMES = ("ctstring.h", "ctstring_internal.h")
HEADER_PLACES = ("tensorflow/core/platform/", "tensorflow/tsl/platform/")


def target(name: str) -> str | None:
    if name in LIBRARIES:
        return LIBRARIES[name]
    header = name.removeprefix(HEADERS)
    if header == name or name.endswith("/"):
        return None
    place, _, file = header.rpartition("/")
    wanted = header.startswith(HEADER_FOLDERS) or (
        file in HEADER_NAMES and f"{place}/" in HEADER_PLACES
    )
    return f"deps/include/{header}" if wanted else None


def main(wheel: str, folder: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            place = target(entry.filename)
            if place is None:
                continue
            path = pathlib.Path(folder, place)
            path.parent.mkdir(parents=True, exist_ok=True)
            # Reading to the end checks the archive's own checksum of each file.
            with archive.open(entry) as source, path.open("wb") as out:
                shutil.copyfileobj(source, out, 1 << 20)
    lib = pathlib.Path(folder, "deps/lib")
    (lib / "libtensorflow.so").symlink_to("libtensorflow_cc.so.2")
    (lib / "libtensorflow_framework.so").symlink_to("libtensorflow_framework.so.2")


main(sys.argv[1], sys.argv[2])
