// Reads the blocks of manifest files into a Config.
#pragma once

#include <vector>

#include "base/diag.h"
#include "planner/config/config.h"
#include "planner/hcl/json_syntax.h"
#include "provider/schema.h"

namespace waveform::planner {

// Adds the blocks of one file. Unknown and missing attributes, unknown blocks and repeated names are errors.
// Repeatable blocks of a resource become attributes in the tree.
void add_file(Config& config, hcl::Body& file, const provider::Catalog& catalog, base::Diags& diags);

// After the last file: checks across files (resources of other providers, references of depends_on).
void check_whole_config(Config& config, const std::vector<const hcl::Body*>& files,
                        const provider::Catalog& catalog, base::Diags& diags);

// The blocks that a manifest can have, for the JSON syntax.
const std::vector<hcl::BlockShape>& manifest_blocks();

}  // namespace waveform::planner
