#include "cmd/variable_inputs.h"

#include <doctest/doctest.h>

namespace waveform::cmd {
namespace {

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("automatic files: fixed names first, then by name, Terraform's before ours") {
  CHECK(automatic_files({"z.auto.tfvars", "waveform.wfvars", "a.auto.tfvars.json", "terraform.tfvars.json",
                         "b.auto.wfvars", "waveform.wfvars.json", "terraform.tfvars", "a.auto.wfvars.json",
                         "other.tfvars", "main.tf", "terraform.tfvars.bak", "auto.tfvars"}) ==
        Names{"terraform.tfvars", "terraform.tfvars.json", "waveform.wfvars", "waveform.wfvars.json",
              "a.auto.tfvars.json", "z.auto.tfvars", "a.auto.wfvars.json", "b.auto.wfvars"});
  CHECK(automatic_files({}).empty());
}

}  // namespace waveform::cmd
