// Manifests in the API's own shape: the bodies on the vendor's page, as they stand.
//
// An answer of the API that was pasted whole (status and response) counts as its response.
//   {"integrations": {"label": BODY, …}}    or  BODY (label: the file's stem)    or  [BODY, …] (labels: slugs
//   of names)
#pragma once

#include <string_view>

#include "base/diag.h"
#include "planner/hcl/ast.h"
#include "planner/hcl/json_tree.h"
#include "provider/schema.h"

namespace waveform::planner {

// An array, or an object with "integrations" or "service": not HCL's JSON syntax.
bool is_api_form(const hcl::JsonNode& root);

// The same as resource blocks; strings are taken literally. Read-only fields are left out with a note; fields
// in the wrong place are errors that say which is the right one.
hcl::Body read_api_form(const hcl::JsonNode& root, std::string_view file_stem,
                        const provider::Catalog& catalog, base::Diags& diags);

// "My AWS (prod)" -> "my_aws_prod": a name for a resource.
std::string slug(std::string_view text);

}  // namespace waveform::planner
