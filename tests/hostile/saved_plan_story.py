"""A saved plan whose apply ended early is finished by the same command, unless its integrations were changed."""
import signal
import time

from hostile_service import OTHER
from story import LATE, SETTLE, Story, key, newrelic

RATE = "serviceRefreshRateInMins"
LABELS = [f"n{i}" for i in range(6)]
VARIABLE = 'variable "secret" {\n  sensitive = true\n}\n'


class SavedPlanTest(Story):
    """A plan that changes six from 5 to 7, one after the other."""

    def setUp(self):
        super().setUp()
        self.wants(*(newrelic(label) for label in LABELS))
        self.apply()
        self.wants(*(newrelic(label, rate=7) for label in LABELS))
        self.save_plan()
        self.allowed.wanted = {label.upper(): 1 for label in LABELS}

    def rates(self):
        return {label.upper(): self.field(label.upper()) for label in LABELS}

    def of(self, rate):
        """The names of integrations with this value."""
        return sorted(name for name, value in self.rates().items() if value == rate)

    def held_after_two(self, effect="none", signal_=signal.SIGKILL):
        """Killed after two: the strike with the third call, and its name."""
        held = self.service.strike("update", skip=2, effect=effect, answer="hold")
        self.kill_apply(held, "-parallelism=1", "plan.wfplan", signal_=signal_)
        return held, self.service.calls("update")[-1]["name"]

    def assert_stale(self):
        before = len(self.service.writes())
        run = self.apply_plan(code=1)
        self.assertEqual(self.service.writes()[before:], [], run.text)
        return run

    def assert_applied(self):
        before = len(self.service.writes())
        run = self.apply_plan()
        self.assert_says(run, "already applied at")
        self.assertEqual(self.service.writes()[before:], [])
        self.assertEqual(self.of(7), sorted(self.rates()))

    def test_success(self):
        self.apply_plan()
        self.assert_applied()
        self.assert_applied()

    # After a kill.

    def test_kill(self):
        for effect in ("now", "none"):
            with self.subTest(effect=effect):
                self.held_after_two(effect)
                self.apply_plan()
                self.assert_applied()
                self.wants(*(newrelic(label) for label in LABELS))
                self.apply()
                self.wants(*(newrelic(label, rate=7) for label in LABELS))
                self.save_plan()

    def assert_edit_stands(self, edited, rate=42):
        run = self.apply_plan(code=1)
        self.assert_says(run, "changed since the plan")
        self.assertEqual(self.of(rate), [edited])
        self.assertEqual(self.of(7), sorted(set(self.rates()) - {edited}))

    def test_kill_and_an_edit_of_the_rest(self):
        _, third = self.held_after_two()
        edited = next(name for name in self.of(5) if name != third)
        self.service.other_user("edit", edited, {RATE: 42})
        self.assert_edit_stands(edited)

    def test_kill_and_an_edit_of_what_was_under_way(self):
        for effect in ("now", "none"):
            with self.subTest(effect=effect):
                _, third = self.held_after_two(effect)
                self.service.other_user("edit", third, {RATE: 42})
                self.assert_edit_stands(third)
                self.wants(*(newrelic(label, rate=5) for label in LABELS))
                self.allowed.overwritten = {third}
                self.apply()
                self.wants(*(newrelic(label, rate=7) for label in LABELS))
                self.save_plan()

    def test_kill_and_an_edit_of_another_field(self):
        """It differs from what the plan saw, although the changed attributes are the same."""
        _, third = self.held_after_two()
        edited = next(name for name in self.of(5) if name != third)
        self.service.other_user("edit", edited, {"newRelic.hostFilterRegex": "^other$"})
        self.assert_says(self.apply_plan(code=1), "changed since the plan")
        self.assertEqual((self.field(edited), self.field(edited, "newRelic.hostFilterRegex")), (5, "^other$"))

    def test_kill_and_an_edit_of_what_is_done(self):
        """Finished changes are not read again and not reverted."""
        self.held_after_two()
        edited = self.of(7)[0]
        self.service.other_user("edit", edited, {RATE: 42})
        self.apply_plan(code=None)
        self.assertEqual(self.of(42), [edited])
        self.assertEqual(self.of(7), sorted(set(self.rates()) - {edited}))

    def test_kill_and_a_delete_of_the_rest(self):
        _, third = self.held_after_two()
        binned = next(name for name in self.of(5) if name != third)
        self.service.other_user("delete", binned)
        self.assert_says(self.apply_plan(code=1), "changed since the plan")
        self.assertEqual((self.in_bin(binned), self.field(binned)), (True, 5))

    def test_kill_and_a_disabled_one(self):
        _, third = self.held_after_two()
        disabled = next(name for name in self.of(5) if name != third)
        self.service.other_user("disable", disabled)
        self.assert_says(self.apply_plan(code=1), "changed since the plan")
        self.assertEqual(self.field(disabled), 5)

    def test_kill_and_a_late_effect(self):
        held, third = self.held_after_two("manual")
        self.assertEqual(self.apply_while(held, words=["plan.wfplan"]).code, 0)
        sent = [e for e in self.since(-1) if e["call"] == "update" and e["name"] == third]
        self.assertTrue(all(e["at"] - self.since(-1)[0]["at"] > SETTLE for e in sent), "a call went out beside the late one")
        self.assert_applied()

    def test_killed_twice(self):
        self.held_after_two()
        self.held_after_two()
        self.apply_plan()
        self.assert_applied()

    def test_edit_before_the_first_apply(self):
        self.service.other_user("edit", "N3", {RATE: 42})
        self.assert_edit_stands("N3")

    # After a failure, and after an interrupt.

    def fail_once(self, name="N3", answer=400):
        self.service.strike("update", name, effect="none", answer=answer)
        self.apply_plan(code=1)
        self.assertEqual(self.of(5), [name])

    def test_failure(self):
        self.fail_once()
        self.apply_plan()
        self.assert_applied()

    def test_failure_by_changed_since(self):
        """The edit is reverted, and the plan is valid again."""
        self.service.other_user("edit", "N3", {RATE: 42})
        self.assert_edit_stands("N3")
        self.service.other_user("edit", "N3", {RATE: 5})
        self.allowed.overwritten = {"N3"}
        self.apply_plan()
        self.assert_applied()

    def test_failure_and_an_edit(self):
        self.fail_once()
        self.service.other_user("edit", "N3", {RATE: 42})
        self.assert_edit_stands("N3")

    def test_failure_of_the_service(self):
        """One call always gets 503; the run is interrupted during its retries."""
        self.service.strike("update", "N3", effect="none", answer=503, times=1000)
        process = self.start("apply", "plan.wfplan")
        self.wait_for(lambda: len(self.of(7)) == 5 and len([e for e in self.service.calls("update") if e["name"] == "N3"]) > 1)
        process.send_signal(signal.SIGINT)
        self.assertIn(self.end(process).code, (1, 130))
        self.service.heal()
        self.apply_plan()
        self.assert_applied()

    def test_interrupt(self):
        self.held_after_two("now", signal.SIGINT)
        self.assertEqual(self.runs[-1].code, 130, self.runs[-1].text)
        self.apply_plan()
        self.assert_applied()

    def test_interrupt_and_an_edit(self):
        _, third = self.held_after_two("none", signal.SIGINT)
        edited = next(name for name in self.of(5) if name != third)
        self.service.other_user("edit", edited, {RATE: 42})
        self.assert_edit_stands(edited)

    # Another writer clears the mark.

    def other_writer(self, *words, code=0):
        self.fail_once()
        run = self.run_program(*words)
        self.assertEqual(run.code, code, run.text)
        self.assert_stale()

    def test_state_rm(self):
        self.other_writer("state", "rm", "wavefront_cloud_integration_newrelic.n5")

    def test_apply(self):
        self.fail_once()
        self.apply("-target=wavefront_cloud_integration_newrelic.n3")
        self.assert_stale()

    def test_refresh_only(self):
        self.fail_once()
        self.service.other_user("edit", "N1", {RATE: 42})
        self.apply("-refresh-only")
        self.assert_stale()

    def test_import(self):
        stranger = self.service.other_user("create", fields={"name": "New", "service": "NEWRELIC", "serviceRefreshRateInMins": 5, "newRelic": {"apiKey": "k"}})
        self.fail_once()
        manifest = self.directory / "main.wf.hcl"
        planned = manifest.read_text()
        manifest.write_text(planned + newrelic("new", "New"))
        run = self.run_program("import", "wavefront_cloud_integration_newrelic.new", stranger)
        self.assertEqual(run.code, 0, run.text)
        manifest.write_text(planned)
        self.assert_stale()

    def test_another_saved_plan(self):
        self.fail_once()
        self.save_plan("-target=wavefront_cloud_integration_newrelic.n3")
        self.apply_plan()
        self.assert_applied()

    def wait_for(self, condition):
        for _ in range(600):
            if condition():
                return
            time.sleep(0.05)
        self.fail("it did not come to that")


class SavedPlanOfMoreTest(Story):
    """Creates, deletes, undeletes, replaces and secrets in a plan whose apply is killed."""

    def held(self, call, effect, name="A"):
        strike = self.service.strike(call, name, effect=effect, answer="hold")
        self.kill_apply(strike, "-parallelism=1", "plan.wfplan")
        return strike

    def assert_finishes(self, live):
        self.apply_plan()
        self.assertEqual(self.service.live(), live)
        before = len(self.service.writes())
        self.assert_says(self.apply_plan(), "already applied at")
        self.assertEqual(self.service.writes()[before:], [])

    def test_create(self):
        for effect in ("now", "none"):
            with self.subTest(effect=effect):
                self.wants(newrelic("a"), newrelic("b"))
                self.save_plan()
                self.held("create", effect)
                self.assert_finishes(["A", "B"])
                self.allowed.purged = {"A", "B"}
                self.destroy("-skip-trash")
        self.allowed.wanted = {"A": 2, "B": 2}

    def test_create_and_a_similar_one(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.save_plan()
        self.held("create", "none")
        self.service.other_user("create", fields={"name": "A", "service": "NEWRELIC", "serviceRefreshRateInMins": 9, "newRelic": {"apiKey": "k"}}, creator=OTHER)
        self.assert_needs_decision(self.apply_plan(code=1), "a")

    def test_delete(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        for effect in ("now", "none"):
            with self.subTest(effect=effect):
                self.wants(newrelic("b"))
                self.save_plan()
                self.held("delete", effect)
                self.assert_finishes(["B"])
                self.wants(newrelic("a"), newrelic("b"))
                self.apply()

    def test_delete_that_someone_took_back(self):
        """Deleted by our run, and undeleted by another user: not what the plan saw and did."""
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        self.wants(newrelic("b"))
        self.save_plan()
        self.held("delete", "now")
        self.service.other_user("undelete", "A")
        self.service.other_user("edit", "A", {RATE: 42})
        self.assert_says(self.apply_plan(code=1), "changed since the plan")
        self.assertEqual((self.in_bin("A"), self.field("A")), (False, 42))

    def test_undelete(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        for effect in ("now", "none"):
            with self.subTest(effect=effect):
                self.wants(newrelic("b"))
                self.apply()
                self.wants(newrelic("a", rate=7), newrelic("b"))
                self.save_plan()
                self.held("undelete", effect)
                self.assert_finishes(["A", "B"])
                self.assertEqual(self.field("A"), 7)
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_replace(self):
        """A resumed plan creates; it does not undelete the old one."""
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        for effect in ("now", "none"):
            with self.subTest(effect=effect):
                self.save_plan("-replace=wavefront_cloud_integration_newrelic.a")
                self.held("create", effect)
                self.assert_finishes(["A", "B"])
                self.assertEqual(self.effects("undelete"), [])
        self.allowed.wanted = {"A": 3, "B": 1}

    def wants_secret(self):
        self.wants(VARIABLE, newrelic("a", api_key="@var.secret"))

    def planned_secret(self, effect):
        self.wants_secret()
        self.apply(TF_VAR_secret=key("old"))
        self.save_plan(TF_VAR_secret=key("new"))
        held = self.service.strike("update", "A", effect=effect, answer="hold")
        self.kill_apply(held, "plan.wfplan", TF_VAR_secret=key("new"))

    def test_secret(self):
        for effect in ("now", "none"):
            with self.subTest(effect=effect):
                self.planned_secret(effect)
                self.apply_plan(TF_VAR_secret=key("new"))
                self.assertEqual(self.field("A", "newRelic.apiKey"), key("new"))
                self.assert_says(self.apply_plan(TF_VAR_secret=key("new")), "already applied at")

    def test_another_secret(self):
        """A resumed plan must evaluate to the secret that its first run sent."""
        for effect in ("now", "none"):
            with self.subTest(effect=effect):
                self.planned_secret(effect)
                before = len(self.service.writes())
                self.apply_plan(code=1, TF_VAR_secret=key("third"))
                self.apply_plan(code=1, TF_VAR_secret=key("old"))
                self.assertEqual(self.service.writes()[before:], [])
                self.apply(TF_VAR_secret=key("old"))
                self.assertEqual(self.field("A", "newRelic.apiKey"), key("old"))

    def test_late_create(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.save_plan()
        held = self.held("create", "manual")
        self.assertEqual(self.apply_while(held, after=LATE, words=["plan.wfplan"]).code, 0)
        self.allowed.wanted = {"A": 1, "B": 1}
