// The names that the expressions of a manifest can use.
#pragma once

#include <optional>
#include <string_view>

#include "base/diag.h"
#include "planner/config/config.h"
#include "planner/hcl/scope.h"

namespace waveform::planner {

// The names that depend on the block of the expression.
struct BlockNames {
  bool each = false;
  bool count = false;
  bool self = false;
};

class ManifestNames final : public hcl::KnownNames {
 public:
  // REQUIRES: the config outlives this.
  explicit ManifestNames(const Config& config, BlockNames of_block = {})
      : config_(config), of_block_(of_block) {}

  void check(const hcl::Traversal& traversal, base::Diags& diags) const override;

 private:
  void check_resource(const hcl::Traversal& traversal, base::Diags& diags) const;
  void refuse_root(const hcl::Traversal& traversal, base::Diags& diags) const;

  const Config& config_;
  BlockNames of_block_;
};

// The value of path.NAME and terraform.NAME, which are the same in every manifest.
std::optional<std::string_view> surrounding_value(std::string_view root, std::string_view name);

// Reports every name and function of the manifest that does not exist.
void check_names(const Config& config, base::Diags& diags);

}  // namespace waveform::planner
