"""List and GET that lag behind the writes: nothing is created twice, forgotten, or deleted a second time."""
from hostile_service import USER
from story import LAG, LATE, SETTLE, Story, body, newrelic


class Lagging:
    """Stories for each kind of lag."""

    def test_apply_and_apply(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        self.assert_quiet()
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_apply_and_destroy(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        self.destroy()
        self.assertEqual(self.service.live(), [])
        self.assertEqual(len(self.effects("delete")), 2)
        self.assertEqual(self.state_ids(), {})

    def test_apply_refresh_only_and_apply(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        self.apply("-refresh-only")
        self.assertEqual(sorted(self.state_ids()), ["a", "b"])
        self.assert_quiet()
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_apply_and_apply_of_a_saved_plan(self):
        self.wants(newrelic("a"))
        self.apply()
        self.wants(newrelic("a"), newrelic("b"))
        self.save_plan()
        self.apply_plan(code=None)
        self.apply()
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_plan_says_nothing_wrong_for_good(self):
        """A plan holds no lock and may read once; the following apply creates nothing again."""
        self.wants(newrelic("a"))
        self.apply()
        self.run_program("plan")
        self.assert_quiet()

    def test_removed_from_the_manifest(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        self.wants(newrelic("b"))
        self.apply()
        self.assertEqual(self.service.live(), ["B"])

    def test_changed(self):
        self.wants(newrelic("a"))
        self.apply()
        self.wants(newrelic("a", rate=7))
        self.apply()
        self.assertEqual(self.field("A"), 7)
        self.allowed.wanted = {"A": 1}

    def test_destroy_and_apply(self):
        """A lagging read may show it as live; it is not created again, and finally undeleted."""
        self.wants(newrelic("a"))
        self.apply()
        self.destroy()
        self.apply(code=None)
        self.service.list_lag = self.service.get_lag = 0
        self.apply()
        self.assertEqual(self.service.live(), ["A"])
        self.allowed.wanted = {"A": 1}

    def test_lost_delete(self):
        self.wants(newrelic("a"))
        self.apply()
        self.service.strike("delete", answer="cut")
        self.destroy()
        self.assertEqual(self.in_bin("A"), True)

    def test_lost_create_and_lag(self):
        self.wants(newrelic("a"))
        self.service.strike("create", answer="cut")
        self.apply()
        self.assert_quiet()
        self.allowed.wanted = {"A": 1}

    def test_lost_update(self):
        self.wants(newrelic("a"))
        self.apply()
        self.wants(newrelic("a", rate=7))
        self.service.strike("update", answer="cut")
        self.apply()
        self.assertEqual(self.field("A"), 7)

    def test_replace(self):
        self.wants(newrelic("a"))
        self.apply()
        self.apply("-replace=wavefront_cloud_integration_newrelic.a")
        self.assertEqual(self.service.live(), ["A"])
        self.assertEqual(len(self.effects("delete")), 1)
        self.allowed.wanted = {"A": 2}


class LaggingTest(Lagging, Story):
    modes = {"list_lag": LAG, "get_lag": LAG}


class LaggingListTest(Lagging, Story):
    modes = {"list_lag": LAG}


class LaggingGetTest(Lagging, Story):
    modes = {"get_lag": LAG}


class LaggingReplicaTest(Lagging, Story):
    modes = {"list_lag": LAG, "get_lag": LAG, "flicker": True}


class GoneTest(Story):
    """Really gone: searched for as long as reads may lag, then accepted."""

    def created_after_a_while(self):
        run = self.apply()
        first_look = self.since(-1)[1]
        self.assertGreater(self.service.calls("create")[-1]["at"] - first_look["at"], SETTLE, run.text)

    def test_purged_by_someone(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        self.service.other_user("purge", "A")
        self.allowed.wanted = {"A": 2, "B": 1}
        self.created_after_a_while()

    def test_purged_from_the_bin_by_someone(self):
        self.wants(newrelic("a"))
        self.apply()
        self.destroy()
        self.service.other_user("purge", "A")
        self.allowed.wanted = {"A": 2}
        self.created_after_a_while()

    def test_deleted_by_someone_and_unwanted(self):
        for does in ("delete", "purge"):
            with self.subTest(does=does):
                self.wants(newrelic("a", f"A {does}"), newrelic("b"))
                self.apply()
                self.service.other_user(does, f"A {does}")
                self.wants(newrelic("b"))
                self.apply()
        self.assertEqual(self.effects("delete"), [])

    def test_deleted_by_someone_and_wanted(self):
        self.wants(newrelic("a"))
        self.apply()
        self.service.other_user("delete", "A")
        self.apply()
        self.assertEqual(self.service.live(), ["A"])
        self.allowed.wanted = {"A": 1}

    def test_a_404_that_is_not_the_service_s(self):
        """Only a 404 in the API's own envelope means gone."""
        self.wants(newrelic("a"))
        self.apply()
        self.service.strike("list", answer="short", times=1000)
        for answer in ("bare", "page"):
            for command in (("-refresh-only",), ()):
                with self.subTest(answer=answer, command=command):
                    self.service.strike("get", answer=answer, value=404, times=2)
                    self.apply(*command)
                    self.assertEqual(sorted(self.state_ids()), ["a"])
        self.service.heal()
        self.assert_quiet()
        self.allowed.wanted = {"A": 1}

    def test_listed_but_404_by_id(self):
        self.wants(newrelic("a"))
        self.apply()
        self.service.strike("get", "A", answer=404, times=3)
        self.wants(newrelic("a", rate=7))
        self.apply()
        self.assertEqual(self.field("A"), 7)
        self.allowed.wanted = {"A": 1}

    def test_left_out_of_one_page(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        self.service.strike("list", answer="short", times=1)
        self.assert_quiet()
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_lost_delete_that_comes_late(self):
        self.wants(newrelic("a"))
        self.apply()
        self.service.strike("delete", effect=LATE, answer="cut")
        self.destroy()
        self.assertEqual(self.in_bin("A"), True)
        self.assertEqual(len(self.service.calls("delete")), 1)

    def test_lost_delete_without_effect(self):
        self.wants(newrelic("a"))
        self.apply()
        self.service.strike("delete", effect="none", answer="cut")
        self.destroy()
        first, second = self.service.calls("delete")
        self.assertGreater(second["at"] - first["at"], SETTLE)
        self.assertEqual(self.in_bin("A"), True)

    def test_equal_integration_of_someone_is_not_deleted(self):
        self.wants(newrelic("a"))
        self.apply()
        self.service.other_user("create", fields=body("A"), creator=USER)
        self.destroy()
        self.assertEqual(self.service.live(), ["A"])
