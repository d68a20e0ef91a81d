"""The files of the examples: permitted calls, places of secrets, and single scripts."""
import hashlib
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import world
import yaml

GITHUB, GITLAB = world.ROOT / "examples/github-actions/.github", world.ROOT / "examples/gitlab-ci/.gitlab"
TOOLS = ("cat", "chmod", "curl", "head", "jq", "mktemp", "rm", "sed", "sha256sum", "sh")
SCRIPTS = sorted([*GITHUB.rglob("*.sh"), *GITLAB.rglob("*.sh")])
WORKFLOWS = sorted(GITHUB.glob("workflows/*.yml"))


class ScriptsTest(unittest.TestCase):
    program = "waveform"

    def run_script(self, path, *words, **environment):
        """With these tools only, because the test's machine may have waveform. `sudo` prints its command."""
        with tempfile.TemporaryDirectory() as directory:
            for tool in TOOLS:
                pathlib.Path(directory, tool).symlink_to(shutil.which(tool))
            for name, text in {"id": "echo 1000", "sudo": 'echo "$*" >&2'}.items():
                program = pathlib.Path(directory, name)
                program.write_text(f"#!/bin/sh\n{text}\n")
                program.chmod(0o700)
            return subprocess.run(["sh", path, *words], cwd=directory, env={"PATH": directory, "TMPDIR": directory, **environment},
                                  capture_output=True, text=True, check=False)

    def test_every_script_is_sound(self):
        self.assertTrue(SCRIPTS)
        for path in SCRIPTS:
            for words in (["sh", "-n"], ["bash", "-n"], ["shellcheck", "--external-sources", "--source-path=SCRIPTDIR"]):
                ran = subprocess.run([*words, path], capture_output=True, text=True, check=False)
                self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_both_hosts_have_the_same_scripts_where_the_host_does_not_matter(self):
        for name in ("state.sh", "install.sh", "secrets.sh", "apply.sh", "drift.sh"):
            self.assertEqual((GITHUB / "waveform" / name).read_text(), (GITLAB / "waveform" / name).read_text(), name)

    def test_workflows_use_only_the_hosts_own_actions(self):
        self.assertEqual(len(WORKFLOWS), 3)
        for path in WORKFLOWS:
            used = re.findall(r"uses: (\S+)", path.read_text())
            for action in used:
                self.assertRegex(action, r"^actions/(checkout|upload-artifact|download-artifact)@v\d+$")

    def test_nothing_of_others_is_written_into_shell(self):
        """Text from a pull request and secrets are only passed in the environment."""
        for path in WORKFLOWS:
            for job in yaml.safe_load(path.read_text())["jobs"].values():
                self.assertNotIn("secrets.", str(job.get("env", "")))
                for step in job["steps"]:
                    self.assertNotIn("${{", step.get("run", ""))
                    self.assertNotIn("secrets.", str(step.get("with", "")))

    def test_applies_wait_for_each_other(self):
        apply = yaml.safe_load((GITHUB / "workflows/waveform-apply.yml").read_text())
        self.assertEqual(apply["concurrency"], {"group": "waveform-state", "cancel-in-progress": False})
        jobs = yaml.safe_load((GITLAB.parent / ".gitlab-ci.yml").read_text())
        for name in ("plan", "apply", "recover", "drift"):
            self.assertEqual(jobs[name]["resource_group"], "waveform-state")

    def test_install_says_what_is_missing(self):
        ran = self.run_script(GITHUB / "waveform/install.sh")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("Set the variables WAVEFORM_PACKAGE", ran.stderr)

    def test_install_unpacks_a_tarball_and_passes_other_packages_to_apt(self):
        for ending, words in ((".tar.gz", "tar -xzf"), (".deb", "apt-get install"), ("", "apt-get install")):
            with tempfile.NamedTemporaryFile(suffix=ending) as package:
                ran = self.run_script(GITHUB / "waveform/install.sh", WAVEFORM_PACKAGE=pathlib.Path(package.name).as_uri(),
                                      WAVEFORM_SHA256=hashlib.sha256().hexdigest())
                self.assertIn(words, ran.stderr)

    def test_install_takes_no_package_of_another_digest(self):
        with tempfile.NamedTemporaryFile() as package:
            package.write(b"not what was asked for")
            package.flush()
            ran = self.run_script(GITHUB / "waveform/install.sh", WAVEFORM_PACKAGE=pathlib.Path(package.name).as_uri(),
                                  WAVEFORM_SHA256=hashlib.sha256(b"what was asked for").hexdigest())
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertIn("did NOT match", ran.stderr + ran.stdout)

    def test_the_password_is_asked_of_the_environment(self):
        ran = self.run_script(GITLAB / "waveform/askpass.sh", "Password for 'https://waveform@gitlab.example': ", GITLAB_TOKEN="t0k3n")
        self.assertEqual(ran.stdout, "t0k3n\n")

    def test_a_comment_without_its_marker_is_refused(self):
        for path in (GITHUB / "waveform/sticky.sh", GITLAB / "waveform/sticky.sh"):
            with tempfile.NamedTemporaryFile("w") as body:
                body.write("Hello\n")
                body.flush()
                ran = self.run_script(path, "comment", "1", body.name, GITHUB_REPOSITORY="a/b")
            self.assertEqual(ran.returncode, 1)
            self.assertIn("does not begin with a hidden marker", ran.stderr)
            self.assertIn("sticky.sh comment NUMBER FILE", self.run_script(path, "comment").stderr)
