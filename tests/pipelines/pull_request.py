"""Runs examples/pull-request/README.md unchanged: each shell block, and its output."""
import os
import re
import shutil
import subprocess
import unittest

import world

ACCEPT = os.environ.get("WAVEFORM_ACCEPT") == "1"
BLOCKS = re.compile(r"```(sh)?\n(.*?)```\n", re.DOTALL)

DONE = re.compile(r"^((deleted|disabled|enabled|updated|undeleted|created) wavefront_\S+.*\n)+", re.MULTILINE)


def stable(text):
    """Replaces parts that differ from run to run."""
    text = re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "ID", text)
    text = re.sub(r"\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( UTC|Z)?", "TIME", text)
    text = re.sub(r"http://127\.0\.0\.1:\d+", "SERVICE", text)
    text = re.sub(r"127\.0\.0\.1:\d+", "SERVICE", text)
    text = re.sub(r"(?<=Plan `)[0-9a-f]+(?=`)", "DIGEST", text)
    text = re.sub(r"(?<=, waveform )\d+\.\d+\.\d+(?=, )", "VERSION", text)
    # Independent changes finish in any order.
    return DONE.sub(lambda found: "".join(sorted(found.group(0).splitlines(keepends=True))), text)


class PullRequestTest(unittest.TestCase):
    maxDiff = None
    program = "waveform"

    def setUp(self):
        self.world = world.World(self.program)
        self.addCleanup(self.world.close)
        self.directory = self.world.directory / "pull-request"
        shutil.copytree(world.EXAMPLE, self.directory)

    def shell(self, text):
        # The simulator has another port and another token; the rest is unchanged.
        text = text.replace("http://127.0.0.1:8080", self.world.service.address).replace("WAVEFRONT_TOKEN=demo", f"WAVEFRONT_TOKEN='{world.SERVICE_TOKEN}'")
        # Variables are kept from block to block.
        kept = self.world.directory / "kept"
        text = f"[ ! -e {kept} ] || . {kept}\n{text}\ncode=$?\nexport -p >{kept}\nexit $code\n"
        ran = subprocess.run(["bash", "-c", text], cwd=self.directory, env=self.world.environment, stdin=subprocess.DEVNULL, check=False,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return ran.returncode, ran.stdout

    def test_the_story(self):
        readme = world.EXAMPLE / "README.md"
        comment = world.EXAMPLE / "comment.md"
        codes, pairs, printed = [], [], ""
        for kind, text in BLOCKS.findall(readme.read_text()):
            if kind == "sh":
                code, printed = self.shell(text)
                codes.append(code)
            else:
                pairs.append((text, stable(printed)))
        self.assertEqual(codes, [0, 0, 1, 0], printed)
        if ACCEPT:
            parts = iter(pairs)
            readme.write_text(BLOCKS.sub(lambda found: found.group(0) if found.group(1) else f"```\n{next(parts)[1]}```\n", readme.read_text()))
        else:
            for old, new in pairs:
                self.assertEqual(stable(old), new, "README.md")
        written = stable((self.directory / "comment.md").read_text())
        if ACCEPT:
            comment.write_text(written)
        self.assertEqual(comment.read_text(), written, "comment.md; WAVEFORM_ACCEPT=1 accepts it")
        self.assertEqual(written.split("\n", 1)[0], "<!-- waveform plan -->")
        for path in self.directory.rglob("*"):
            if path.is_file():
                self.assertEqual(world.secrets_in(path.read_bytes()), [], path.name)
        there = {name: (body.get("disabled", False), body.get("inTrash", False)) for name, body in self.world.service.integrations().items()}
        self.assertEqual(there["Instances of the test account"], (False, True))
        self.assertEqual(there["Audit trail"], (True, False))
        self.assertIn("Instances of production", there)
