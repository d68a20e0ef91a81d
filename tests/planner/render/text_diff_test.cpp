#include "planner/render/text_diff.h"

#include <doctest/doctest.h>

namespace waveform::render {
namespace {

std::string numbered(int from, int to) {
  std::string text;
  for (int i = from; i <= to; ++i) text += std::to_string(i) + "\n";
  return text;
}

// Without the two names.
std::string hunks(const std::string& before, const std::string& after) {
  const std::string text = unified_diff(before, after, "a", "b", {});
  return text.starts_with("--- a\n+++ b\n") ? text.substr(12) : text;
}

}  // namespace

TEST_CASE("texts that are the same have no diff") {
  CHECK(unified_diff("a\n", "a\n", "a", "b", {}) == "");
  CHECK(unified_diff("", "", "a", "b", {}) == "");
}

TEST_CASE("a change stands between three lines of context") {
  CHECK(unified_diff(numbered(1, 10), numbered(1, 4) + "x\n" + numbered(6, 10), "old/f", "new/f", {}) ==
        "--- old/f\n+++ new/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}

TEST_CASE("changes whose contexts touch are one hunk, others are not") {
  CHECK(hunks("x\n" + numbered(1, 6) + "y\n", numbered(1, 6)) ==
        "@@ -1,8 +1,6 @@\n-x\n 1\n 2\n 3\n 4\n 5\n 6\n-y\n");
  CHECK(hunks("x\n" + numbered(1, 7) + "y\n", numbered(1, 7)) ==
        "@@ -1,4 +1,3 @@\n-x\n 1\n 2\n 3\n@@ -6,4 +5,3 @@\n 5\n 6\n 7\n-y\n");
}

TEST_CASE("a side without lines, and a last line without its end, are written as diff(1) does") {
  CHECK(hunks("", "a\nb\n") == "@@ -0,0 +1,2 @@\n+a\n+b\n");
  CHECK(hunks("a\n", "") == "@@ -1 +0,0 @@\n-a\n");
  CHECK(hunks("a", "a\n") == "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST_CASE("colours are a parameter") {
  CHECK(unified_diff("a\nb\n", "a\nc\n", "x", "y", {80, true}) ==
        "\x1b[1m--- x\x1b[0m\n\x1b[1m+++ y\x1b[0m\n\x1b[36m@@ -1,2 +1,2 @@\x1b[0m\n a\n"
        "\x1b[31m-b\x1b[0m\n\x1b[32m+c\x1b[0m\n");
}

}  // namespace waveform::render
