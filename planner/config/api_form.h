// Manifests in the form of the API: bodies as on the vendor's page.
//
// A complete response of the API (status and response) counts as its response.
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

// The same as resource blocks, with literal strings. Read-only fields are ignored with a note; fields in the
// wrong place are errors that name the right place.
hcl::Body read_api_form(const hcl::JsonNode& root, std::string_view file_stem,
                        const provider::Catalog& catalog, base::Diags& diags);

// "My AWS (prod)" -> "my_aws_prod": a name for a resource.
std::string slug(std::string_view text);

}  // namespace waveform::planner
