// The layout of `tofu fmt` for manifests in the native syntax. Pure.
//
// White space between tokens depends on the tokens and line ends, never on earlier white space. The contents
// of templates, heredocs and comments stay unchanged, and so do line ends. Differs from `tofu fmt` where that
// changes the meaning or is not idempotent.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diag.h"
#include "planner/hcl/ast.h"

namespace waveform::hcl {

// The formatted source, with old spellings renewed. Empty when the source has errors, which are in `diags`.
// ENSURES: the result has the same meaning as the source; formatting is idempotent.
std::optional<std::string> format_native(const base::Source& source, base::Diags& diags);

// The first step replaces old spellings:
//   name = "${expression}"       name = expression
//   block label "\u00e9" {       block "label" "é" {
//   variable: type = "string"    type = string; "list" and "map" become list(string) and map(string)
//   variable: type = list        type = list(any); map and set likewise
// REQUIRES: `body` is what the source was parsed to, without errors.
std::string renew_spellings(const base::Source& source, const Body& body);

// The second step only changes white space: tokens, comments and line ends stay. Removes a byte order mark.
// REQUIRES: the text has no syntax errors.
std::string lay_out(std::string_view text);

}  // namespace waveform::hcl
