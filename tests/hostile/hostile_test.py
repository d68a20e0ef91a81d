#!/usr/bin/env python3
"""The program on a service that breaks its promises (tests/support/hostile_service.py). Each story ends with the audit of the service's log.

Usage: hostile_test.py WAVEFORM [MODULE|CLASS|CLASS.TEST...]     such as: hostile_test.py build/release/waveform InDoubtTest

Stories mostly wait, so twelve run in parallel (-j=N).
"""
import concurrent.futures
import importlib
import inspect
import pathlib
import sys
import time
import unittest

sys.dont_write_bytecode = True
DIRECTORY = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(DIRECTORY))
import story  # noqa: E402


def all_tests():
    """(module, class, name, test)"""
    for path in sorted(DIRECTORY.glob("*_story.py")):
        module = importlib.import_module(path.stem)
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, unittest.TestCase) and kind.__module__ == module.__name__:
                for test in unittest.defaultTestLoader.getTestCaseNames(kind):
                    yield path.stem, name, f"{name}.{test}", kind(test)


def run(test):
    result, begun = unittest.TestResult(), time.monotonic()
    test.run(result)
    return result, time.monotonic() - begun


def main():
    story.Story.program = str(pathlib.Path(sys.argv[1]).resolve())
    words = [word for word in sys.argv[2:] if not word.startswith("-j=")]
    width = next((int(word[3:]) for word in sys.argv[2:] if word.startswith("-j=")), 12)
    tests = [(name, test) for module, kind, name, test in all_tests() if not words or {module, module.removesuffix("_story"), kind, name} & set(words)]
    failed = []
    with concurrent.futures.ThreadPoolExecutor(width) as pool:
        futures = {pool.submit(run, test): name for name, test in tests}
        for future in concurrent.futures.as_completed(futures):
            result, seconds = future.result()
            faults = result.failures + result.errors
            word = "FAILED" if faults else "skipped" if result.skipped else "ok"
            print(f"{word:8}{futures[future]}  {seconds:.1f} s", flush=True)
            failed += [(futures[future], text) for _, text in faults]
    for name, text in failed:
        print(f"\n== {name}\n{text}")
    print(f"\n{len(tests)} tests, {len({name for name, _ in failed})} failed")
    return 1 if failed or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
