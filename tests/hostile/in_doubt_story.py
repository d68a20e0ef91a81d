"""Creates whose response is lost: found by known ids, independently of clocks; decisions of the user; repeated creates."""
import signal
import time

from hostile_service import OTHER, USER
from story import EXTERNAL_ID, LAG, LATE, SETTLE, Story, azure, body, ec2, newrelic


class InDoubtTest(Story):
    def lose(self, whom="A", **how):
        return self.service.strike("create", whom, answer="cut", **how)

    def plant(self, fields, creator=OTHER):
        return self.service.other_user("create", fields=fields, creator=creator)

    # Found, whatever the clock says.

    def found(self, **modes):
        self.plant(body("Older"))
        vars(self.service).update(modes)
        self.wants(newrelic("a"), newrelic("b"))
        self.lose("A")
        self.apply()
        self.allowed.wanted = {"A": 1, "B": 1}
        self.assertEqual(self.state_ids()["a"], self.service.find("A")[0])
        self.assert_quiet()

    def test_clock_ahead(self):
        self.found(clock=10 * 365 * 86400)

    def test_clock_behind(self):
        self.found(clock=-10 * 365 * 86400)

    def test_no_creation_time(self):
        self.found(clock="missing")

    def test_equal_creation_times(self):
        self.found(clock="equal")

    def test_values_that_were_not_sent_are_filled_in(self):
        self.found(filled=True)

    def test_older_ones_with_times_ahead(self):
        self.service.clock = 10 * 365 * 86400
        self.found(clock=0)

    def test_list_and_bin_lag(self):
        self.found(list_lag=LAG)

    def test_one_of_two_replicas_lags(self):
        self.found(list_lag=LAG, flicker=True)

    def test_what_comes_late(self):
        self.wants(newrelic("a"))
        self.lose(effect=LATE)
        self.apply()
        self.allowed.wanted = {"A": 1}

    def test_the_bin_is_listed_too(self):
        self.service.trash_listed = True
        self.plant(body("A"))
        self.service.other_user("delete", "A")
        self.wants(newrelic("a"))
        lost = self.lose()
        self.apply()
        self.assertEqual(self.effects("create")[0]["id"], self.state_ids()["a"])
        self.assertEqual(lost.times, 0)

    # Created again.

    def test_no_effect(self):
        self.wants(newrelic("a"))
        self.lose(effect="none")
        run = self.apply()
        self.allowed.wanted = {"A": 1}
        first, second = self.service.calls("create")
        self.assertGreater(second["at"] - first["at"], SETTLE, run.text)

    def test_unrelated_creations_decide_nothing(self):
        self.wants(newrelic("a"))
        self.lose(effect="none", meanwhile=lambda sent: self.plant(body("Unrelated")))
        self.apply()
        self.allowed.wanted = {"A": 1}

    def test_throttled_creates_are_repeated(self):
        for status in (429, 406):
            with self.subTest(status=status):
                self.wants(newrelic("a"), newrelic(f"b{status}"))
                self.service.strike("create", effect="none", answer=status, headers={"Retry-After": 1}, times=2)
                run = self.apply()
                self.assertLess(run.seconds, SETTLE + 2)
        self.allowed.wanted = {"A": 1, "B429": 1, "B406": 1}

    def test_old_twin_is_not_taken(self):
        twin = self.plant(body("A"), USER)
        self.wants(newrelic("a"))
        self.lose()
        self.apply("-allow-duplicate")
        self.assertNotEqual(self.state_ids()["a"], twin)

    def test_old_twin_is_not_taken_when_nothing_was_made(self):
        twin = self.plant(body("A"), USER)
        self.wants(newrelic("a"))
        self.lose(effect="none")
        self.apply("-allow-duplicate")
        self.assertNotEqual(self.state_ids()["a"], twin)
        self.allowed.wanted = {"A": 1}

    def test_twin_that_comes_out_of_the_bin_is_not_taken(self):
        twin = self.plant(body("A"), USER)
        self.service.other_user("delete", "A")
        self.wants(newrelic("a"))
        self.lose(effect="none", meanwhile=lambda sent: self.service.other_user("undelete", twin))
        self.apply(code=None)
        self.assertNotEqual(self.state_ids().get("a"), twin)

    def test_two_equal_intents_with_one_found(self):
        same = {"name": "Twin", "api_key": "one-key-0123456789"}
        self.wants(newrelic("a", **same), newrelic("b", **same))
        self.lose("Twin")
        self.lose("Twin", effect="none")
        self.apply()
        self.allowed.wanted = {"Twin": 2}
        self.assertEqual(sorted(self.state_ids().values()), sorted(e["id"] for e in self.effects("create")))

    def test_many_are_lost_at_once(self):
        labels = [f"n{i}" for i in range(12)]
        self.wants(*(newrelic(label) for label in labels))
        self.lose("", times=9)
        self.lose("", times=2, effect="none")
        self.service.clock = "missing"
        self.apply()
        self.allowed.wanted = {label.upper(): 1 for label in labels}

    def test_a_lost_answer_of_an_aws_service(self):
        self.wants(ec2("a"))
        self.lose()
        self.service.clock = 86400
        self.apply()
        self.allowed.wanted = {"A": 1}

    def test_every_kind_of_lost_answer(self):
        self.service.clock = "missing"
        for i, how in enumerate(("cut", "cut body", "page", "bare", 503, 500)):
            self.service.strike("create", f"N{i}", answer=how, value=200 if how == "bare" else None)
        self.wants(*(newrelic(f"n{i}") for i in range(6)))
        self.apply()
        self.allowed.wanted = {f"N{i}": 1 for i in range(6)}

    # The user has to decide.

    def left_to_a_person(self, label="a", candidates=1, **how):
        """Another resource is created nevertheless; a second run does not decide either, and sends no second POST."""
        run = self.apply(code=1, **how)
        ids = self.assert_needs_decision(run, label)
        self.assertEqual(len(ids), candidates, run.text)
        again = self.apply(code=1, **how)
        self.assertEqual(self.assert_needs_decision(again, label), ids)
        self.assertEqual(len(self.service.calls("create")), len({e["name"] for e in self.service.calls("create")}))
        return ids

    def other_name(self, name="A", **modes):
        vars(self.service).update(modes)
        self.wants(newrelic("a", name), newrelic("b"))
        self.lose(name)
        found, = self.left_to_a_person()
        self.assertIn("b", [name.lower() for name in self.service.live()])
        return found

    def test_trimmed_name(self):
        self.other_name("  A of production ", names="trimmed")

    def test_folded_name(self):
        self.other_name("A of Production", names="folded")

    def test_trimmed_tag(self):
        self.service.tags = "trimmed"
        self.wants(newrelic("a", additional_tags={"env": " prod "}))
        self.lose()
        self.left_to_a_person()

    def test_dropped_tags(self):
        self.service.tags = "dropped"
        self.wants(newrelic("a", additional_tags={"env": "prod"}))
        self.lose()
        self.left_to_a_person()

    def test_the_printed_import_decides(self):
        found = self.other_name("A of Production", names="folded")
        self.allowed.adopted = {found}
        imported = self.run_program("import", "wavefront_cloud_integration_newrelic.a", found)
        self.assertEqual(imported.code, 0, imported.text)
        self.wants(newrelic("a", "a of production"), newrelic("b"))
        self.apply()
        self.allowed.wanted = {"A of Production": 1}

    def test_state_rm_decides(self):
        self.other_name("A of Production", names="folded")
        self.service.names = "kept"
        self.assertEqual(self.run_program("state", "rm", "wavefront_cloud_integration_newrelic.a").code, 0)
        self.apply("-allow-duplicate")
        self.allowed.wanted = {"A of Production": 2}

    def test_equal_one_of_someone_else_beside_ours(self):
        self.wants(newrelic("a"))
        self.lose(meanwhile=lambda sent: self.plant(sent, USER))
        self.left_to_a_person(candidates=2)

    def test_equal_one_in_the_bin_beside_ours(self):
        """Candidates are also searched for in the recycle bin."""
        self.wants(newrelic("a"))
        def twin(sent):
            self.service.other_user("delete", self.plant(sent, USER))
        self.lose(meanwhile=twin)
        self.left_to_a_person(candidates=2)

    def test_equal_one_of_another_creator(self):
        self.wants(newrelic("b"), newrelic("a", lines="  depends_on = [wavefront_cloud_integration_newrelic.b]\n"))
        self.lose(effect="none", meanwhile=lambda sent: self.plant(sent, OTHER))
        self.left_to_a_person()

    def test_equal_one_of_our_own_user_cannot_be_told_from_ours(self):
        self.wants(newrelic("b"), newrelic("a", lines="  depends_on = [wavefront_cloud_integration_newrelic.b]\n"))
        self.lose(effect="none", meanwhile=lambda sent: self.plant(sent, USER))
        self.apply()
        self.assertEqual(self.service.live(), ["A", "B"])
        self.assertEqual(self.state_ids()["a"], self.service.find("A")[0])

    def test_similar_one(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.lose(effect="none", meanwhile=lambda sent: self.plant({**sent, "serviceRefreshRateInMins": 9}))
        self.left_to_a_person()
        self.assertEqual(self.service.live(), ["A", "B"])

    def test_similar_name(self):
        self.wants(newrelic("a", "A of production"))
        self.lose("A of production", effect="none", meanwhile=lambda sent: self.plant({**sent, "name": " A  of PRODUCTION"}))
        self.left_to_a_person()

    def test_in_doubt_comes_before_never_twice(self):
        self.wants(newrelic("a"))
        self.lose(effect="none", meanwhile=lambda sent: self.plant({**sent, "serviceRefreshRateInMins": 9}))
        self.left_to_a_person()
        self.assert_says(self.apply(code=1), "in doubt")

    def same_account(self, *more):
        self.wants(azure("a", "tenant-1"), *more)
        self.lose(effect="none", meanwhile=lambda sent: self.plant({**sent, "name": "Quite another"}))

    def test_same_account_alone(self):
        self.same_account()
        run = self.apply(code=1)
        self.assert_needs_decision(run, "a", "azure")
        self.assertEqual(len(self.service.calls("create")), 1)

    def test_same_account_as_another_entry(self):
        self.wants(azure("b", "tenant-1"))
        self.apply()
        self.same_account(azure("b", "tenant-1"))
        self.apply()
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_same_account_as_another_intent(self):
        self.lose("B", effect="none")
        self.same_account(azure("b", "tenant-1"))
        self.apply()
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_same_account_of_another_service(self):
        self.wants(ec2("a"))
        self.lose(effect="none", meanwhile=lambda sent: self.plant({"name": "Other", "service": "CLOUDWATCH", "cloudWatch": {"baseCredentials": {
            "roleArn": sent["ec2"]["baseCredentials"]["roleArn"], "externalId": EXTERNAL_ID}}}))
        self.apply()
        self.allowed.wanted = {"A": 1}

    # Known ids.

    def test_a_list_that_cannot_be_right_is_read_again(self):
        for answer in ("twice", "count"):
            with self.subTest(answer=answer):
                self.plant(body(f"Older {answer}"))
                self.wants(newrelic("a"), newrelic(answer))
                self.service.strike("list", answer=answer, times=1)
                self.apply()
                self.assertGreaterEqual(len([e for e in self.since(-1) if e["call"] == "list"]), 2)
        self.allowed.wanted = {"A": 1, "TWICE": 1, "COUNT": 1}

    def test_a_list_that_is_never_right(self):
        """Up to three times; then the last list is used, with a warning."""
        self.plant(body("Older"))
        self.wants(newrelic("a"))
        self.service.strike("list", answer="count", times=100)
        run = self.apply()
        self.assert_says(run, "warning")
        self.assertIn(len([e for e in self.since(-1) if e["call"] == "list"]), range(3, 7), "one inventory, or two of three looks")
        self.allowed.wanted = {"A": 1}

    def test_an_old_twin_that_a_short_list_left_out(self):
        twin = self.plant(body("A"), USER)
        self.wants(newrelic("a"))
        self.service.strike("list", answer="short", times=1)
        self.lose(effect="none")
        self.apply("-allow-duplicate")
        self.assertNotEqual(self.state_ids()["a"], twin)
        self.allowed.wanted = {"A": 1}

    def test_without_refresh(self):
        twin = self.plant(body("A"), USER)
        self.wants(newrelic("a"))
        self.lose(effect="none")
        self.apply("-refresh=false", "-allow-duplicate")
        self.assertNotEqual(self.state_ids()["a"], twin)
        self.allowed.wanted = {"A": 1}

    def test_saved_plan(self):
        self.wants(newrelic("a"))
        self.save_plan()
        twin = self.plant(body("A", rate=9), USER)  # after the plan: known to its apply
        self.lose(effect="none")
        self.apply_plan(code=None)
        self.assertNotEqual(self.state_ids().get("a"), twin)


class KilledCreateTest(Story):
    """A run that is killed between the sending of a POST and its response."""

    def kill(self, effect, signal_=signal.SIGKILL):
        self.wants(newrelic("b"), newrelic("a", lines="  depends_on = [wavefront_cloud_integration_newrelic.b]\n"))
        held = self.service.strike("create", "A", effect=effect, answer="hold")
        self.kill_apply(held, signal_=signal_)
        return held

    def then(self, **modes):
        vars(self.service).update(modes)
        self.apply()
        self.allowed.wanted = {"A": 1, "B": 1}
        self.assertEqual(self.state_ids()["a"], self.service.find("A")[0])
        self.assert_quiet()

    def test_after_the_effect(self):
        self.kill("now")
        self.then()

    def test_after_the_effect_clock_ahead(self):
        self.service.other_user("create", fields=body("Older"))
        self.service.clock = 10 * 365 * 86400
        self.kill("now")
        self.then()

    def test_after_the_effect_no_clock(self):
        self.service.other_user("create", fields=body("Older"))
        self.service.clock = "missing"
        self.kill("now")
        self.then()

    def test_after_the_effect_lagging(self):
        self.kill("now")
        self.then(list_lag=LAG)

    def test_before_the_effect(self):
        self.kill("none")
        self.then()

    def test_late_effect(self):
        """Later than the settle time after the call, within it after the next run began."""
        held = self.kill("manual")
        self.run_late(held)

    def run_late(self, held):
        self.assertEqual(self.apply_while(held).code, 0)
        self.then()

    def test_interrupted_in_doubt_then_late_effect(self):
        """Times that another run wrote have no influence."""
        held = self.kill("manual", signal.SIGINT)
        self.assertIn(self.runs[-1].code, (1, 130))
        time.sleep(SETTLE + 0.5)
        self.run_late(held)

    def test_similar_one_meanwhile(self):
        self.kill("none")
        self.service.other_user("create", fields=body("A", rate=9))
        self.assert_needs_decision(self.apply(code=1), "a")
        self.assertEqual(len(self.service.calls("create")), 2)

    def test_plan_looks_once(self):
        self.kill("now")
        run = self.run_program("plan")
        self.assertEqual(run.code, 0, run.text)
        self.assert_says(run, "in doubt: found", self.service.find("A")[0])
        self.assertNotIn("create", [e["call"] for e in self.since(-1)])

    def test_refresh_only_keeps_it(self):
        self.kill("none")
        self.apply("-refresh-only")
        self.then()

    def test_unwanted_by_now(self):
        """Found and not in the manifest any more: it is deleted, not forgotten."""
        self.kill("now")
        self.wants(newrelic("b"))
        self.apply()
        self.assertEqual(self.service.live(), ["B"])

    def test_destroyed(self):
        self.kill("now")
        self.destroy()
        self.assertEqual(self.service.live(), [])

    def test_twice_killed(self):
        self.kill("now")
        held = self.service.strike("list", answer="hold")
        self.kill_apply(held)
        self.then()

