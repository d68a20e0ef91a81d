"""A service without limits: endless lists and bodies, small gzips of large responses, very slow responses."""
import re
import signal
import time

from hostile_service import OTHER
from story import WAITS, PeakMemory, Story, body, newrelic

MOST_BYTES = 512 << 20
MOST_ADDRESSES = 2 << 20  # kilobytes; so that a missing limit does not take the machine down
LIMIT = re.compile(r"(limit|more than|larger than|longer than|at most|exceeds?|no more|deeper|levels|bytes|does not end)", re.IGNORECASE)


class BoundsTest(Story):
    seconds = 40

    def bounded(self, call, answer, value=None, command=("plan",)):
        """The run ends with 1 in time, with limited memory, and names a limit."""
        self.wants(newrelic("a"))
        self.service.strike(call, answer=answer, value=value, times=float("inf"))
        process = self.start(*command, limit_kilobytes=MOST_ADDRESSES)
        peak = PeakMemory(process)
        run = self.end(process, self.seconds)
        self.assertEqual(run.code, 1, run.text)
        self.assertLess(peak.bytes, MOST_BYTES)
        self.assertTrue(LIMIT.search(run.text) and re.search(r"\d", run.text), run.text)

    def test_fresh_pages_without_end(self):
        self.bounded("list", "endless pages")

    def test_fresh_pages_without_end_in_the_bin(self):
        self.bounded("bin", "endless pages")

    def test_the_same_page_without_end(self):
        self.bounded("list", "same page")

    def test_empty_pages_without_end(self):
        """A list whose total is wrong: it ends, at least with a warning."""
        self.wants(newrelic("a"))
        self.service.strike("list", answer="empty pages", times=float("inf"))
        run = self.run_program("plan", seconds=self.seconds)
        self.assertIn(run.code, (0, 1))
        self.assertTrue(run.code == 1 or run.says("warning"), run.text)

    def test_a_body_without_end(self):
        self.bounded("list", "endless")

    def test_objects_without_end(self):
        self.bounded("list", "endless objects")

    def test_bomb_of_objects(self):
        self.bounded("list", "bomb", "objects")

    def test_bomb_of_lists(self):
        self.bounded("bin", "bomb", "lists")

    def test_bomb_of_numbers(self):
        self.bounded("list", "bomb", "numbers")

    def test_bomb_of_spaces(self):
        self.bounded("list", "bomb", "spaces")

    def test_bomb_within_the_limit_of_bytes(self):
        """Millions of values in few bytes need much more memory than bytes."""
        self.bounded("list", "bomb", "few bytes")

    def test_lists_in_lists(self):
        self.bounded("list", "deep")

    def test_bomb_as_the_answer_of_one_integration(self):
        self.wants(newrelic("a"))
        self.apply()
        self.service.strike("get", "A", answer="bomb", times=float("inf"))
        self.wants(newrelic("a", rate=7))
        process = self.start("apply", "-auto-approve", WAITS, limit_kilobytes=MOST_ADDRESSES)
        peak = PeakMemory(process)
        run = self.end(process, self.seconds)
        self.assertEqual((run.code, self.field("A")), (1, 5), run.text)
        self.assertLess(peak.bytes, MOST_BYTES)

    def test_bomb_as_the_answer_of_a_create(self):
        """The create is in doubt, and found."""
        self.wants(newrelic("a"))
        self.service.strike("create", answer="bomb")
        process = self.start("apply", "-auto-approve", WAITS, limit_kilobytes=MOST_ADDRESSES)
        peak = PeakMemory(process)
        run = self.end(process, self.seconds)
        self.assertEqual(run.code, 0, run.text)
        self.assertLess(peak.bytes, MOST_BYTES)
        self.allowed.wanted = {"A": 1}

    def test_a_signal_ends_a_trickle(self):
        """Before the first change one signal ends the run."""
        for answer in ("trickle", "slow head"):
            with self.subTest(answer=answer):
                self.wants(newrelic("a"))
                slow = self.service.strike("list", answer=answer)
                process = self.start("plan")
                slow.arrived.wait(10)
                time.sleep(0.5)
                process.send_signal(signal.SIGINT)
                sent = time.monotonic()
                self.assertEqual(self.end(process, 20).code, 130)
                self.assertLess(time.monotonic() - sent, 3)

    def test_many_are_no_attack(self):
        """3000 integrations of other users, in pages."""
        with self.service.lock:
            for i in range(3000):
                self.service.create(body(f"Other {i}"), OTHER)
        self.wants(newrelic("a"))
        self.apply()
        self.assert_quiet()


class SlowTest(Story):
    """A response of one byte per second: it exceeds the documented time without progress long before its end."""

    def trickles(self, call, answer="trickle"):
        self.wants(newrelic("a"))
        self.apply()
        self.wants(newrelic("a", rate=7))
        self.service.strike(call, answer=answer, times=float("inf"))
        run = self.apply(code=1, seconds=400)
        self.assertEqual(self.field("A"), 7 if call == "update" else 5)
        return run

    def test_list(self):
        self.trickles("list")

    def test_get(self):
        self.trickles("get")

    def test_head(self):
        self.trickles("list", "slow head")

    def test_create(self):
        """In doubt, and found."""
        self.wants(newrelic("a"))
        self.service.strike("create", answer="trickle")
        self.apply(seconds=200)
        self.allowed.wanted = {"A": 1}
