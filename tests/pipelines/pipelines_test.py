#!/usr/bin/env python3
"""The examples for pipelines, run as their hosts run them. Usage: pipelines_test.py WAVEFORM [unittest's words]

The shell blocks come from examples/github-actions and examples/gitlab-ci; the service is `waveform simulate`, the
hosts are simulated on this machine, the repository is temporary. Each test searches all remaining files for secrets.
"""
import os
import pathlib
import shutil
import signal
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
import hosts  # noqa: E402
import pull_request  # noqa: E402
import runners  # noqa: E402
import world  # noqa: E402
from scripts import ScriptsTest  # noqa: E402,F401

PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 and os.path.exists(sys.argv[1]) else "waveform"
PullRequestTest = pull_request.PullRequestTest
PullRequestTest.program = ScriptsTest.program = PROGRAM
MARKER = "<!-- waveform plan -->"
TEST, PROD, AUDIT, CLOUDWATCH = "Instances of the test account", "Instances of production", "Audit trail", "AWS production"


class Pipelines:
    """Tests for both hosts. A subclass has its host and the host's terms."""

    def setUp(self):
        self.world = world.World(PROGRAM)
        self.service, self.repository = self.world.service, self.world.repository
        self.service_address = self.service.address
        self.results, self.number, self.pulls = [], 0, {}
        self.start_host()
        self.api.tokens = {world.HOST_TOKEN: "write", "host-token-of-a-fork": "read"}
        shutil.copytree(self.example, self.repository.clone, dirs_exist_ok=True)
        self.repository.commit("Pipelines")
        self.repository.push("main")

    def tearDown(self):
        try:
            for name, text in self.remains():
                self.assertEqual(world.secrets_in(text), [], f"in {name}")
        finally:
            self.api.close()
            self.world.close()

    def remains(self):
        """Everything that other users can read afterwards, or that is left on the runner."""
        for result in self.results:
            yield "a log", result.log
        yield from self.host_remains()
        yield "the repository", self.repository.all_objects()
        for path in self.world.directory.rglob("*"):
            if path.is_file() and not path.is_symlink():
                yield str(path), path.read_bytes()

    def manifest(self, name):
        for path in (world.EXAMPLE / name).glob("*.wf.hcl"):
            shutil.copy(path, self.repository.clone)

    def append(self, text, file="main.wf.hcl"):
        with open(self.repository.clone / file, "a", encoding="utf-8") as out:
            out.write(text)

    # A pull request's life.

    def push(self, number=None):
        """Commits the clone's files, on top of main or of this pull request. Returns the number."""
        if number is None:
            self.number += 1
            number = self.number
        self.pulls[number] = self.repository.commit()
        self.repository.push(f"refs/heads/change-{number}")
        return number

    def open(self, name):
        self.repository.git("checkout", "-q", "--detach", "origin/main")
        self.manifest(name)
        return self.push()

    def merge(self, number):
        git = self.repository.git
        git("fetch", "-q", "origin", "main")
        git("checkout", "-q", "--detach", "origin/main")
        git("merge", "-q", "--no-ff", "-m", f"Merge {number}", self.pulls[number])
        self.repository.push("main")
        git("fetch", "-q", "origin", "main")
        return self.merged(number, git("rev-parse", "HEAD"))

    def ran(self, result, code=0):
        self.results.append(result)
        self.assertEqual(result.failed, code != 0, result.log)
        return result

    def deployed(self, name="before"):
        """Deploys this manifest with a pull request."""
        number = self.open(name)
        self.ran(self.plan(number))
        self.ran(self.apply(self.merge(number)))
        self.service.writes()

    def is_as(self, name):
        there = {key: (body.get("disabled", False), body.get("inTrash", False)) for key, body in self.service.integrations().items()}
        wanted = {"before": {CLOUDWATCH: (False, False), AUDIT: (False, False), TEST: (False, False)},
                  "after": {CLOUDWATCH: (False, False), AUDIT: (True, False), TEST: (False, True), PROD: (False, False)}}
        self.assertEqual(there, wanted[name])
        self.assertEqual(self.repository.in_state("waveform.state.json.journal"), "")

    # The comment.

    def test_one_comment_is_written_and_written_again(self):
        self.deployed()
        number = self.open("after")
        foreign = [self.say(number, f"{MARKER}\nquoted by somebody else {n}") for n in range(120)]
        foreign.append(self.say(number, f"The plan is known by {MARKER}", own=True))
        before = [text for _, text in self.said(number)]

        self.ran(self.plan(number))
        ours = [(key, text) for key, text in self.said(number) if key not in foreign]
        self.assertEqual(len(ours), 1)
        self.assertTrue(ours[0][1].startswith(MARKER + "\n"))
        self.assertIn(PROD, ours[0][1])
        self.assertNotIn("another name", ours[0][1])

        path = self.repository.clone / "main.wf.hcl"
        path.write_text(path.read_text().replace(PROD, "another name"))
        self.push(number)
        self.ran(self.plan(number))
        again = [(key, text) for key, text in self.said(number) if key not in foreign]
        self.assertEqual([key for key, _ in again], [ours[0][0]])
        self.assertIn("another name", again[0][1])

        self.append("}")
        self.push(number)
        self.ran(self.plan(number), 1)
        last = [(key, text) for key, text in self.said(number) if key not in foreign]
        self.assertEqual([key for key, _ in last], [ours[0][0]] if self.comments_on_bad_manifests else [key for key, _ in again])
        if self.comments_on_bad_manifests:
            self.assertIn(f"**No plan** of {self.pulls[number]}", last[0][1])
        self.assertEqual([text for key, text in self.said(number) if key in foreign], before)

    def test_a_plan_beyond_its_limits_fails_and_takes_the_comment_back(self):
        self.deployed()
        number = self.open("after")
        self.ran(self.plan(number))
        self.limits(deletes=0)
        result = self.ran(self.plan(number), 1)
        self.assertIn("-max-deletes=0 allows no more", result.log)
        self.assertEqual(len(self.said(number)), 1)
        self.assertIn(f"**No plan** of {self.pulls[number]}", self.said(number)[0][1])

    def test_a_manifest_that_is_not_laid_out_is_not_planned(self):
        number = self.open("before")
        path = self.repository.clone / "main.wf.hcl"
        path.write_text(path.read_text().replace("  name ", " name "))
        self.push(number)
        result = self.ran(self.plan(number), 1)
        self.assertIn(self.format_step, result.steps)
        self.assertEqual(self.kept_plans(), 0)

    # The apply after a merge.

    def test_a_merge_carries_out_exactly_the_plan(self):
        self.deployed()
        self.is_as("before")
        number = self.open("after")
        self.ran(self.plan(number))
        self.assertEqual(self.service.writes(), [])
        sha = self.merge(number)
        result = self.ran(self.apply(sha))
        self.assertIn("1 created, 1 updated, 1 deleted, 1 disabled", result.log)
        self.is_as("after")
        self.assertEqual(sorted(self.service.writes()), ["create", "delete", "disable", "update"])
        # The same job once more: no changes are left.
        result = self.ran(self.apply(sha))
        self.assertIn("was already applied at ", result.log)
        self.assertEqual(self.service.writes(), [])
        # A change that changes nothing.
        self.repository.git("checkout", "-q", "--detach", "origin/main")
        number = self.push()
        self.ran(self.plan(number))
        self.ran(self.apply(self.merge(number)))
        self.assertEqual(self.service.writes(), [])

    def test_a_manifest_that_changed_since_is_refused(self):
        self.deployed()
        number = self.open("after")
        self.ran(self.plan(number))
        # Another user pushes to the main branch meanwhile; git can merge both.
        self.repository.git("checkout", "-q", "--detach", "origin/main")
        self.append('\nvariable "more" {\n  default = 1\n}\n', "more.wf.hcl")
        direct = self.repository.commit()
        self.repository.push("main")
        result = self.ran(self.apply(direct), 1)
        self.assertIn(f"{direct} is not the merge of a", result.log)
        result = self.ran(self.apply(self.merge(number)), 1)
        self.assertIn("more.wf.hcl (new)", result.log)
        self.assertIn("fix the cause and create a new", result.log)
        self.assertEqual(self.service.writes(), [])
        self.is_as("before")

    def test_a_commit_without_a_plan_is_refused(self):
        self.deployed()
        number = self.open("after")
        self.ran(self.plan(number))
        planned = self.pulls[number]
        self.append("\n# One thing more.\n")
        self.push(number)
        self.assertNotEqual(planned, self.pulls[number])
        result = self.ran(self.apply(self.merge(number)), 1)
        self.assertIn(f"has no plan for its last commit {self.pulls[number]}", result.log)
        self.assertEqual(self.service.writes(), [])

    def test_a_state_that_moved_since_is_refused(self):
        self.deployed()
        number = self.open("after")
        self.ran(self.plan(number))
        self.change_in_console(TEST, {"serviceRefreshRateInMins": 60})
        self.ran(self.recover(self.repository.git("rev-parse", "origin/main")))
        result = self.ran(self.apply(self.merge(number)), 1)
        self.assertIn("The plan is stale", result.log)
        self.assertIn("fix the cause and create a new", result.log)
        self.assertEqual(self.service.writes(), [])
        # As the message suggests.
        self.repository.git("checkout", "-q", "--detach", "origin/main")
        number = self.push()
        self.ran(self.plan(number))
        self.ran(self.apply(self.merge(number)))
        self.is_as("after")

    def test_nothing_is_done_when_somebody_else_stored_a_state(self):
        self.deployed()
        number = self.open("after")
        self.ran(self.plan(number))
        sha = self.merge(number)
        hook = self.repository.remote / "hooks/pre-receive"
        hook.write_text("#!/bin/sh\necho no >&2\nexit 1\n")
        hook.chmod(0o755)
        result = self.ran(self.apply(sha), 1)
        self.assertIn("Nothing was changed: the state could not be stored", result.log)
        self.assertEqual(self.service.writes(), [])
        hook.unlink()
        self.ran(self.apply(sha))
        self.is_as("after")

    def test_a_host_that_cannot_be_asked_is_not_an_empty_state(self):
        self.deployed()
        number = self.open("after")
        hidden = self.repository.remote.with_suffix(".hidden")
        result = self.ran(self.plan(number, before_state=lambda: self.repository.remote.rename(hidden)), 1)
        hidden.rename(self.repository.remote)
        self.assertIn("Cannot read the branch of the state", result.log)
        self.assertEqual(self.kept_plans(), 1)  # that of deployed()

    # Forks.

    def test_a_fork_without_secrets_is_told_so(self):
        self.deployed()
        number = self.open("after")
        writes = len(self.api.writes())
        result = self.ran(self.plan(number, fork=True), 1)
        self.assertIn("a run for a fork has no secrets. After a\nreview, a maintainer", result.log)
        self.assertNotIn("Error", result.log)
        self.assertEqual(len(self.api.writes()), writes)
        self.assertEqual(self.said(number), [])
        result = self.ran(self.apply(self.merge(number)), 1)
        self.assertIn("has no plan for its last commit", result.log)

    def test_a_plan_that_a_fork_made_is_not_taken(self):
        self.deployed()
        number = self.open("after")
        self.ran(self.plan(number))
        self.as_if_of_a_fork()
        result = self.ran(self.apply(self.merge(number)), 1)
        self.assertIn("has no plan for its last commit", result.log)
        self.assertEqual(self.service.writes(), [])

    # Drift.

    def test_drift_fails_and_is_told_in_one_issue(self):
        self.deployed()
        self.ran(self.drift())
        self.assertEqual(self.issues(), [])
        self.change_in_console(CLOUDWATCH, {"serviceRefreshRateInMins": 60})
        result = self.ran(self.drift(), 1)
        self.assertEqual(result.steps[self.drift_step], 2)
        self.assertEqual(len(self.issues()), 1)
        number, state, text = self.issues()[0]
        self.assertIn("60", text)
        self.assertTrue(text.startswith("<!-- waveform drift -->\n"))
        self.change_in_console(CLOUDWATCH, {"serviceRefreshRateInMins": 45})
        self.ran(self.drift(), 1)
        self.assertEqual([row[:2] for row in self.issues()], [(number, state)])
        self.assertIn("45", self.issues()[0][2])
        # Without a response it is an error, without a statement about drift.
        self.service.fault("read:all:status=403")
        result = self.ran(self.drift(), 1)
        self.assertEqual(result.steps[self.drift_step], 1)
        self.assertEqual([row[:2] for row in self.issues()], [(number, state)])
        self.service.no_faults()
        self.change_in_console(CLOUDWATCH, {"serviceRefreshRateInMins": 10})
        self.ran(self.drift())
        self.assertEqual([row[:2] for row in self.issues()], [(number, "closed")])
        self.assertEqual(self.service.writes(), [])

    # Interrupted runs.

    def killed_in_create(self, lost, signal=signal.SIGKILL, is_stored=True):  # pylint: disable=redefined-outer-name
        """A merge whose apply is killed during its create: (sha, the result)."""
        self.deployed()
        number = self.open("after")
        self.ran(self.plan(number))
        sha = self.merge(number)
        self.service.fault("create:all:delay=2s")
        before = self.service.count("create")

        def is_time(step):
            if step.lower() != "apply":
                return False
            if lost and is_stored:
                journals = [self.repository.in_state("waveform.state.json.journal")]
            else:
                journals = [world.text_of(path) for path in (self.world.directory / "runners").glob("*/*/.waveform-state/*.journal")]
            # The create is in progress when it has arrived, not when the journal declares it.
            begun = any('"intent":{' in text for text in journals)
            return signal if begun and self.service.count("create") > before else None

        # The following step stores the rest, if the machine still exists.
        self.world.environment["STATE_INTERVAL"] = "60" if signal == runners.signal.SIGKILL and not (lost and is_stored) else "0.1"
        result = self.ran(self.apply(sha, kill_when=is_time, lost=lost), 1)
        self.world.environment["STATE_INTERVAL"] = "0.1"
        if signal == runners.signal.SIGKILL and is_stored:
            self.assertIn('"intent":{', self.repository.in_state("waveform.state.json.journal"))
        self.service.no_faults()
        return sha, result

    def test_a_killed_job_is_finished_by_running_it_again(self):
        sha, _ = self.killed_in_create(lost=False)
        result = self.ran(self.apply(sha))
        self.assertIn("A run was interrupted", result.log)
        self.is_as("after")
        self.assertEqual(sorted(self.service.writes()), ["create", "delete", "disable", "update"])
        self.has_nothing_to_do()

    def test_a_cancelled_job_ends_in_order(self):
        sha, result = self.killed_in_create(lost=False, signal=signal.SIGTERM)
        self.assertEqual(self.repository.in_state("waveform.state.json.journal"), "")
        # Running changes are finished, and no others were started. Here that is everything.
        self.assertEqual(self.service.writes().count("create"), 1)
        result = self.ran(self.apply(sha))
        self.assertIn("was already applied at ", result.log)
        self.assertEqual(self.service.writes(), [])
        self.has_nothing_to_do()

    def test_a_lost_machine_is_made_up_for_by_running_the_job_again(self):
        sha, _ = self.killed_in_create(lost=True)
        self.ran(self.apply(sha))
        self.is_as("after")
        self.assertEqual(sorted(self.service.writes()), ["create", "delete", "disable", "update"])
        self.has_nothing_to_do()

    def test_a_journal_that_was_lost_makes_nothing_twice(self):
        sha, _ = self.killed_in_create(lost=True, is_stored=False)
        self.assertEqual(self.repository.in_state("waveform.state.json.journal"), "")
        result = self.ran(self.apply(sha), 1)
        self.assertIn("waveform import wavefront_cloud_integration_ec2.prod", result.log)
        self.assertEqual(self.service.writes().count("create"), 1)

    def test_a_killed_job_whose_plan_no_longer_fits_is_taken_into_the_state(self):
        self.killed_in_create(lost=False)
        self.repository.git("checkout", "-q", "--detach", "origin/main")
        self.append("\n# Something else.\n")
        number = self.push()
        result = self.ran(self.plan(number), 1)
        self.assertIn("apply -refresh-only", result.log)
        self.ran(self.recover(self.repository.git("rev-parse", "origin/main")))
        self.ran(self.plan(number))
        self.ran(self.apply(self.merge(number)))
        self.is_as("after")
        self.assertEqual(self.service.writes().count("create"), 1)

    def has_nothing_to_do(self):
        self.repository.git("checkout", "-q", "--detach", "origin/main")
        number = self.push()
        result = self.ran(self.plan(number))
        self.assertIn("No changes", result.log)

    def change_in_console(self, name, body):
        self.service.call("PATCH", f"/integrations/{self.service.integrations()[name]['id']}", body)


class GitHubTest(Pipelines, unittest.TestCase):
    example = world.ROOT / "examples/github-actions"
    comments_on_bad_manifests = True
    format_step, drift_step = "Format", "Drift"

    def start_host(self):
        self.api = hosts.GitHub()
        secrets = {"WAVEFRONT_TOKEN": world.SERVICE_TOKEN, "WAVEFORM_EXTERNAL_ID": world.EXTERNAL_ID, "GITHUB_TOKEN": world.HOST_TOKEN}
        self.variables = {"WAVEFRONT_ADDRESS": self.service.address}
        self.runner = runners.GitHubRunner(self.api, str(self.repository.remote), self.world.directory / "runners",
                                           self.world.environment, secrets, self.variables)

    def host_remains(self):
        for comment in sum(self.api.comments.values(), []):
            yield "a comment", comment["body"]
        for issue in self.api.issues:
            yield "an issue", issue["body"]
        for artifact in self.api.artifacts:
            for name, data in artifact["files"].items():
                yield f"the artifact's {name}", data

    def limits(self, deletes):
        self.variables["WAVEFORM_MAX_DELETES"] = str(deletes)

    def plan(self, number, fork=False, before_state=None):
        git, head = self.repository.git, self.pulls[number]
        git("checkout", "-q", "--detach", "origin/main")
        git("merge", "-q", "--no-ff", "-m", "As the host merges it for the run", head)
        self.repository.push(f"refs/pull/{number}/merge")
        sha = git("rev-parse", "HEAD")
        git("checkout", "-q", "--detach", head)
        repository = "somebody/else" if fork else self.api.REPOSITORY
        event = {"pull_request": {"number": number, "head": {"sha": head, "repo": {"full_name": repository}}}}
        hook = before_state and (lambda name: name == "State" and self.repository.remote.exists() and before_state() and False)
        return self.runner.run("waveform-plan.yml", "pull_request", event, sha, f"{number}/merge", fork=fork, kill_when=hook)

    def merged(self, number, sha):
        self.api.pulls[sha] = [
            {"number": 900, "merged_at": None, "merge_commit_sha": sha, "base": {"ref": "main"}, "head": {"sha": "f" * 40}},
            {"number": number, "merged_at": "2026-01-01T00:00:00Z", "merge_commit_sha": sha, "base": {"ref": "main"},
             "head": {"sha": self.pulls[number]}}]
        return sha

    def apply(self, sha, **more):
        return self.runner.run("waveform-apply.yml", "push", {}, sha, **more)

    def recover(self, sha):
        return self.runner.run("waveform-apply.yml", "workflow_dispatch", {}, sha)

    def drift(self):
        return self.runner.run("waveform-drift.yml", "schedule", {}, self.repository.git("rev-parse", "origin/main"))

    def say(self, number, text, own=False):
        return self.api.say(number, self.api.BOT if own else "somebody", text)["id"]

    def said(self, number):
        return [(comment["id"], comment["body"]) for comment in self.api.comments.get(number, [])]

    def issues(self):
        return [(issue["number"], issue["state"], issue["body"]) for issue in self.api.issues]

    def kept_plans(self):
        return sum("plan.wfplan" in artifact["files"] for artifact in self.api.artifacts)

    def as_if_of_a_fork(self):
        self.api.artifacts[-1]["row"]["workflow_run"]["head_repository_id"] = 666

    def test_a_plan_of_another_workflow_or_of_a_failed_run_is_not_taken(self):
        self.deployed()
        number = self.open("after")
        self.ran(self.plan(number))
        sha = self.merge(number)
        run = self.api.runs[self.api.artifacts[-1]["run"]]
        for field, value in (("path", ".github/workflows/other.yml"), ("conclusion", "failure"), ("event", "push")):
            right, run[field] = run[field], value
            result = self.ran(self.apply(sha), 1)
            self.assertIn("has no plan for its last commit", result.log)
            run[field] = right
        self.ran(self.apply(sha))
        self.is_as("after")


class GitLabTest(Pipelines, unittest.TestCase):
    example = world.ROOT / "examples/gitlab-ci"
    comments_on_bad_manifests = False  # another job finds those, and `plan` does not run
    format_step, drift_step = "check", "drift"

    def start_host(self):
        self.api = hosts.GitLab()
        self.variables = {"WAVEFRONT_ADDRESS": self.service.address, "WAVEFRONT_TOKEN": world.SERVICE_TOKEN,
                          "TF_VAR_external_id": world.EXTERNAL_ID, "GITLAB_TOKEN": world.HOST_TOKEN}
        self.runner = runners.GitLabRunner(self.api, str(self.repository.remote), self.world.directory / "runners",
                                           self.world.environment, self.variables)

    def host_remains(self):
        for note in sum(self.api.notes.values(), []):
            yield "a note", note["body"]
        for issue in self.api.issues:
            yield "an issue", issue["description"]
        for pipeline in self.api.pipelines:
            for job in pipeline["jobs"]:
                for name, data in job["files"].items():
                    yield f"the artifact's {name}", data

    def limits(self, deletes):
        self.variables["MAX_DELETES"] = str(deletes)

    def plan(self, number, fork=False, before_state=None):
        hook = before_state and (lambda name: name == "plan" and self.repository.remote.exists() and before_state() and False)
        return self.runner.run("merge_request_event", self.pulls[number], request=number, fork=fork, kill_when=hook)

    def merged(self, number, sha):
        self.api.requests.append({"iid": number, "state": "merged", "target_branch": "main", "sha": self.pulls[number],
                                  "merge_commit_sha": sha, "squash_commit_sha": None, "commits": [sha]})
        self.api.requests.append({"iid": 900, "state": "opened", "target_branch": "main", "sha": "f" * 40,
                                  "merge_commit_sha": None, "squash_commit_sha": None, "commits": [sha]})
        return sha

    def apply(self, sha, **more):
        return self.runner.run("push", sha, **more)

    def recover(self, sha):
        return self.runner.run("web", sha)

    def drift(self):
        return self.runner.run("schedule", self.repository.git("rev-parse", "origin/main"))

    def say(self, number, text, own=False):
        return self.api.say(number, self.api.BOT if own else 8, text)["id"]

    def said(self, number):
        return [(note["id"], note["body"]) for note in self.api.notes.get(number, [])]

    def issues(self):
        return [(issue["iid"], issue["state"], issue["description"]) for issue in self.api.issues]

    def plan_jobs(self):
        return [job for pipeline in self.api.pipelines for job in pipeline["jobs"] if any(name.startswith("plan/") for name in job["files"])]

    def kept_plans(self):
        return len(self.plan_jobs())

    def as_if_of_a_fork(self):
        self.api.pipelines[-1]["project_id"] = 666

    def test_the_report_counts_what_the_plan_has(self):
        self.deployed()
        self.ran(self.plan(self.open("after")))
        report = runners.yaml.safe_load(self.plan_jobs()[-1]["files"]["report:terraform"])
        self.assertEqual(report, {"create": 1, "update": 2, "delete": 1})

    def test_a_pipeline_of_merged_results_is_known_by_the_commit_that_was_pushed(self):
        self.deployed()
        number = self.open("after")
        git, head = self.repository.git, self.pulls[number]
        git("checkout", "-q", "--detach", "origin/main")
        git("merge", "-q", "--no-ff", "-m", "As the host merges it for the run", head)
        self.repository.push(f"refs/merge-requests/{number}/merge")
        self.ran(self.runner.run("merge_request_event", git("rev-parse", "HEAD"), request=number, head=head))
        self.ran(self.apply(self.merge(number)))
        self.is_as("after")


if __name__ == "__main__":
    unittest.main(verbosity=2)
