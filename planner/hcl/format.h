// The one layout of manifests in the native syntax, that of `tofu fmt`. Pure: text to text.
//
// White space between tokens is decided by the tokens and by where lines end, never by what stood there
// before. What templates, heredocs and comments say stays as it is, and so do ends of lines. Where `tofu fmt`
// changes what a text means, or does not answer the same when it is asked again, this does not follow it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diag.h"
#include "planner/hcl/ast.h"

namespace waveform::hcl {

// The text of the source with old spellings renewed, laid out. Nothing when the source has errors; they are
// in `diags`.
// ENSURES: the answer means what the source means; formatting it gives it again.
std::optional<std::string> format_native(const base::Source& source, base::Diags& diags);

// The first step. In place of old spellings:
//   name = "${expression}"       name = expression
//   block label "\u00e9" {       block "label" "é" {
//   variable: type = "string"    type = string; "list" and "map" become list(string) and map(string)
//   variable: type = list        type = list(any); map and set likewise
// REQUIRES: `body` is what the source was parsed to, without errors.
std::string renew_spellings(const base::Source& source, const Body& body);

// The second step. Changes white space alone: tokens, comments and the ends of lines stay. A byte order mark
// goes.
// REQUIRES: the text has no syntax errors.
std::string lay_out(std::string_view text);

}  // namespace waveform::hcl
