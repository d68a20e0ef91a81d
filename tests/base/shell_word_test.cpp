#include <doctest/doctest.h>

#include "base/text.h"

using waveform::base::shell_word;

TEST_CASE("words are quoted if a shell would interpret them") {
  CHECK(shell_word("wavefront_cloud_integration_ec2.main") == "wavefront_cloud_integration_ec2.main");
  CHECK(shell_word("a.b[\"k\"]") == "'a.b[\"k\"]'");
  CHECK(shell_word("a.b[0]") == "'a.b[0]'");
  CHECK(shell_word("it's") == "'it'\\''s'");
  CHECK(shell_word("") == "''");
  CHECK(shell_word("$(x)") == "'$(x)'");
}
