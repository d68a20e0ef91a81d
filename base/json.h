// JSON text to Value and back. The library behind it stays in json.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"

namespace waveform::base {

struct JsonLimits {
  std::size_t bytes = 512u << 20;
  int depth = 100;
};

// Duplicate keys are errors. Integers beyond 64 bits become doubles.
// ERRORS: Corrupt, with line and column and what was expected, never with a piece of the text.
Result<Value> parse_json(std::string_view text, const JsonLimits& limits = {});

// The text without the byte order mark that some editors put at its beginning; parse_json skips it.
std::string_view without_byte_order_mark(std::string_view text);

// indent < 0: one line, no spaces. Keys are sorted. Unknown is written as null; text that is not UTF-8 has
// its bad bytes replaced. Marks are not looked at: hiding secrets is done before.
std::string write_json(const Value& value, int indent = -1);
// The same as a part of a larger text, `depth` levels deep in it.
void append_json(std::string& out, const Value& value, int indent, int depth);

}  // namespace waveform::base
