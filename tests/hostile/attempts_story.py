"""Every attempt of PUT, DELETE and undelete comes right after a GET: edits during a pause are kept."""
import signal

from story import LATE, STATE, Story, azure, body, newrelic

RATE = "serviceRefreshRateInMins"
# Longer than the maximum age of a GET.
PAUSE = {"Retry-After": 3}
SHORT = {"Retry-After": 1}


class Attempts(Story):
    def setUp(self):
        super().setUp()
        self.service.other_user("create", fields=body("Stranger"))
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()

    def refuse(self, call, whom="A", headers=SHORT, answer=429, **how):
        return self.service.strike(call, whom, effect="none", answer=answer, headers=headers, **how)

    def meanwhile(self, does, whom="A", fields=None):
        return lambda sent: self.service.other_user(does, whom, fields)

    def assert_changed(self, run, *others_done):
        self.assertEqual(run.code, 1, run.text)
        self.assert_says(run, "changed since the plan")
        for whom, rate in others_done:
            self.assertEqual(self.field(whom), rate)


class UpdateTest(Attempts):
    def change(self):
        self.wants(newrelic("a", rate=7), newrelic("b", rate=7))

    def refused(self, status, times=1):
        self.change()
        self.refuse("update", answer=status, headers=PAUSE, times=times)
        self.apply()
        self.assertEqual((self.field("A"), self.field("B")), (7, 7))

    def test_after_429_twice(self):
        self.refused(429, times=2)

    def test_after_406(self):
        self.refused(406)

    def test_after_503(self):
        self.refused(503)

    def edited(self, status, **fields):
        self.change()
        self.refuse("update", answer=status, meanwhile=self.meanwhile("edit", fields=fields))
        self.assert_changed(self.apply(code=None), ("B", 7))
        self.assertEqual(len(self.service.calls("update")), 2)
        for path, value in fields.items():
            self.assertEqual(self.field("A", path), value)

    def test_edited_during_429(self):
        self.edited(429, **{RATE: 42})

    def test_edited_during_406(self):
        self.edited(406, **{RATE: 42})

    def test_edited_during_503(self):
        self.edited(503, **{RATE: 42})

    def test_another_field_edited(self):
        self.edited(429, additionalTags={"by": "other"})

    def test_a_nested_field_edited(self):
        self.edited(429, **{"newRelic.hostFilterRegex": "by-someone"})

    def test_edited_during_the_second_pause(self):
        self.change()
        self.refuse("update", times=2)
        self.service.strikes[-1].meanwhile = lambda sent: self.service.strikes[-1].times == 0 and self.service.other_user("edit", "A", {RATE: 42})
        self.assert_changed(self.apply(code=None), ("A", 42), ("B", 7))

    def test_edited_after_a_lost_answer(self):
        self.change()
        self.service.strike("update", "A", effect="none", answer="cut", meanwhile=self.meanwhile("edit", fields={RATE: 42}))
        self.assert_changed(self.apply(code=None), ("A", 42), ("B", 7))

    def test_edited_after_a_lost_answer_that_took_effect(self):
        """Our call took effect, and then another user edited: the edit is kept, whatever the exit code."""
        self.change()
        self.service.strike("update", "A", answer="cut", meanwhile=self.meanwhile("edit", fields={RATE: 42}))
        self.apply(code=None)
        self.assertEqual(self.field("A"), 42)

    def test_deleted_disabled_or_purged_meanwhile(self):
        for does in ("disable", "delete", "purge"):
            with self.subTest(does=does):
                name = f"A {does}"
                self.wants(newrelic("a", name), newrelic("b"))
                self.apply()
                self.wants(newrelic("a", name, rate=7), newrelic("b"))
                self.refuse("update", name, meanwhile=self.meanwhile(does, name))
                run = self.apply(code=1)
                self.assertTrue(run.says("changed since the plan") or does == "purge", run.text)

    def test_edited_between_list_and_get(self):
        self.change()
        self.service.strike("get", "A", meanwhile=None, effect="none", answer=503, headers=SHORT)
        self.service.strikes[-1].meanwhile = self.meanwhile("edit", fields={RATE: 42})
        self.assert_changed(self.apply(code=None), ("A", 42), ("B", 7))

    def test_the_get_is_refused_too(self):
        self.change()
        self.refuse("update", headers=PAUSE)
        self.refuse("get", "A", headers=PAUSE, skip=1)
        self.apply()
        self.assertEqual((self.field("A"), self.field("B")), (7, 7))

    def test_many_are_refused(self):
        labels = [f"n{i}" for i in range(12)]
        self.wants(newrelic("a"), newrelic("b"), *(newrelic(label) for label in labels))
        self.apply()
        self.wants(newrelic("a"), newrelic("b"), *(newrelic(label, rate=7) for label in labels))
        self.refuse("update", "", headers=PAUSE, times=12)
        self.apply()
        self.assertEqual({self.field(label.upper()) for label in labels}, {7})

    def test_the_get_comes_after_the_declaration(self):
        journals = []
        self.change()
        journal = self.directory / f"{STATE}.journal"
        self.service.strike("get", "A", times=100, meanwhile=lambda sent: journals.append(journal.read_text() if journal.exists() else ""))
        self.apply()
        self.assertIn("newrelic.a", journals[-1])

    def test_lost_answers(self):
        for answer in ("cut", "cut body", "page", 503):
            for effect in ("now", "none"):
                with self.subTest(answer=answer, effect=effect):
                    rate = self.field("A") + 1
                    self.wants(newrelic("a", rate=rate), newrelic("b"))
                    self.service.strike("update", "A", effect=effect, answer=answer)
                    self.apply()
                    self.assertEqual(self.field("A"), rate)

    def test_unknown_fields_survive(self):
        self.service.other_user("edit", "A", {"ingestionProfile": "gold", "newRelic.pollingMode": "slow", "lastErrorEvent": {"name": "Error"}})
        self.change()
        self.apply()
        self.assertEqual((self.field("A", "ingestionProfile"), self.field("A", "newRelic.pollingMode"), self.field("A")), ("gold", "slow", 7))

    def test_a_pause_that_is_too_long(self):
        """One change fails; the other is done."""
        self.change()
        self.refuse("update", headers={"Retry-After": 99999})
        run = self.apply(code=1)
        self.assertLess(run.seconds, 10)
        self.assertEqual((self.field("A"), self.field("B")), (5, 7))

    def test_interrupted_during_the_pause(self):
        self.change()
        refused = self.refuse("update", headers={"Retry-After": 20}, times=5)
        run = self.kill_apply(refused, signal_=signal.SIGINT)
        self.assertEqual(run.code, 130, run.text)
        self.assertLess(run.seconds, 10)
        self.assertEqual(self.field("A"), 5)


class DeleteTest(Attempts):
    def unwant(self):
        self.wants(newrelic("b"))

    def refused(self, status, times=1):
        self.unwant()
        self.refuse("delete", answer=status, headers=PAUSE, times=times)
        self.apply()
        self.assertEqual(self.in_bin("A"), True)

    def test_after_429_twice(self):
        self.refused(429, times=2)

    def test_after_406(self):
        self.refused(406)

    def test_after_503(self):
        self.refused(503)

    def binned(self, status):
        self.unwant()
        self.refuse("delete", answer=status, meanwhile=self.meanwhile("delete"))
        run = self.apply(code=None)
        self.assertIn(run.code, (0, 1), run.text)
        self.assertTrue(run.code == 0 or run.says("changed since the plan"), run.text)
        self.assertEqual(self.in_bin("A"), True)
        self.assertEqual(len(self.service.calls("delete")), 1)

    def test_binned_by_someone_during_429(self):
        self.binned(429)

    def test_binned_by_someone_during_406(self):
        self.binned(406)

    def test_binned_by_someone_during_503(self):
        self.binned(503)

    def test_edited_meanwhile(self):
        self.unwant()
        self.refuse("delete", meanwhile=self.meanwhile("edit", fields={RATE: 42}))
        self.assert_changed(self.apply(code=None), ("A", 42))
        self.assertEqual(self.in_bin("A"), False)

    def test_purged_meanwhile(self):
        self.unwant()
        self.refuse("delete", meanwhile=self.meanwhile("purge"))
        self.apply(code=None)
        self.assertEqual(self.effects("delete"), [])
        self.assert_quiet()

    def test_binned_and_brought_back_meanwhile(self):
        self.unwant()
        def both(sent):
            self.service.other_user("delete", "A")
            self.service.other_user("undelete", "A")
        self.refuse("delete", meanwhile=both)
        self.apply(code=None)
        self.assertLessEqual(len(self.effects("delete")), 1)

    def test_binned_by_someone_before_the_get(self):
        self.unwant()
        self.service.strike("get", "A", effect="none", answer=503, meanwhile=self.meanwhile("delete"))
        self.apply(code=None)
        self.assertEqual(self.service.calls("delete"), [])

    def test_destroy_of_what_is_in_the_bin(self):
        self.service.other_user("delete", "A")
        self.destroy()
        self.assertEqual(self.in_bin("A"), True)
        self.assertEqual([e["name"] for e in self.service.calls("delete")], ["B"])

    def test_lost_answers(self):
        for answer in ("cut", "cut body", "page", 503):
            with self.subTest(answer=answer):
                name = f"A {answer}"
                self.wants(newrelic("c", name), newrelic("b"))
                self.apply()
                self.unwant()
                self.service.strike("delete", name, answer=answer)
                self.apply()
                self.assertEqual(self.in_bin(name), True)

    def test_404_of_something_that_is_there(self):
        """A 404 of a proxy and of a lagging replica: a live integration is not forgotten."""
        for answer, value in (("bare", 404), ("page", 404), (404, None)):
            with self.subTest(answer=answer):
                self.unwant()
                self.service.strike("delete", "A", effect="none", answer=answer, value=value)
                self.apply(code=None)
                self.apply()
                self.assertEqual(self.in_bin("A"), True)
                self.wants(newrelic("a"), newrelic("b"))
                self.apply()

    def test_a_purge_that_was_asked_for(self):
        self.allowed.purged = {"A", "B"}
        self.service.strike("delete", "A", answer="cut")
        self.refuse("delete", "B", headers=PAUSE)
        self.destroy("-skip-trash")
        self.assertEqual([i.body["name"] for i in self.service.items.values() if i.body], ["Stranger"])

    def test_a_late_delete_does_not_purge(self):
        self.unwant()
        self.service.strike("delete", "A", effect=LATE, answer="cut")
        self.apply()
        self.service.wait_for_effects()
        self.assertEqual(self.in_bin("A"), True)

    def test_interrupted_after_a_lost_answer(self):
        """The next run waits until the first DELETE can no longer be in progress."""
        self.unwant()
        held = self.service.strike("delete", "A", effect="manual", answer="hold")
        self.assertIn(self.kill_apply(held, signal_=signal.SIGINT).code, (1, 130))
        self.assertEqual(self.apply_while(held).code, 0)
        self.assertEqual(self.in_bin("A"), True)
        self.assertEqual(len(self.service.calls("delete")), 1)


class UndeleteTest(Attempts):
    def setUp(self):
        super().setUp()
        self.destroy()

    def want(self, rate=5):
        self.wants(newrelic("a", rate=rate), newrelic("b"))

    def refused(self, status, times=1):
        self.want(rate=7)
        self.refuse("undelete", answer=status, headers=PAUSE, times=times)
        self.refuse("update", headers=PAUSE)
        self.apply()
        self.assertEqual((self.field("A"), self.in_bin("A")), (7, False))

    def test_after_429_twice(self):
        self.refused(429, times=2)

    def test_after_406(self):
        self.refused(406)

    def test_after_503(self):
        self.refused(503)

    def test_undeleted_and_edited_meanwhile(self):
        self.want()
        def both(sent):
            self.service.other_user("undelete", "A")
            self.service.other_user("edit", "A", {RATE: 42})
        self.refuse("undelete", meanwhile=both)
        self.assert_changed(self.apply(code=None), ("A", 42))
        self.assertEqual(len(self.service.calls("undelete")), 2)

    def test_purged_meanwhile(self):
        self.want()
        self.refuse("undelete", meanwhile=self.meanwhile("purge"))
        self.apply(code=1)
        self.apply()
        self.assertEqual(self.service.live(), ["A", "B", "Stranger"])
        self.allowed.wanted = {"A": 2, "B": 1}

    def test_lost_answers(self):
        for answer in ("cut", "page", 503):
            for effect in ("now", "none", LATE):
                with self.subTest(answer=answer, effect=effect):
                    self.want()
                    self.service.strike("undelete", "A", effect=effect, answer=answer)
                    self.apply()
                    self.service.wait_for_effects()
                    self.assertEqual(self.in_bin("A"), False)
                    self.destroy()
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_enable_and_disable_with_lost_answers(self):
        for enabled, effect in ((False, "now"), (True, "now"), (False, "none"), (True, "none")):
            with self.subTest(enabled=enabled, effect=effect):
                self.wants(newrelic("a", enabled=f"@{str(enabled).lower()}"), newrelic("b"))
                self.service.strike("enable" if enabled else "disable", "A", effect=effect, answer="cut")
                self.apply()
                self.assertEqual(self.field("A", "disabled"), not enabled)


class SecretTest(Story):
    """A service that keeps a stored secret with a placeholder, and one that does not."""

    def test_update_without_a_new_secret(self):
        self.wants(azure("a", "tenant-1"), newrelic("b"))
        self.apply()
        self.wants(azure("a", "tenant-1", service_refresh_rate_in_minutes=7), newrelic("b", rate=7))
        for name in ("A", "B"):
            self.service.strike("update", name, effect="none", answer=429, headers=SHORT)
        self.apply()
        self.assertIn("0123456789", self.field("A", "azure.baseCredentials.clientSecret"))
        self.assertIn("0123456789", self.field("B", "newRelic.apiKey"))
