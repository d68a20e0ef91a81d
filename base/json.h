// Converts between JSON and Value. Only json.cpp uses the JSON library.
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
  std::size_t values = 3'000'000;  // in total; each needs up to 100 bytes of memory
};

// Duplicate keys are errors. Integers beyond 64 bits become doubles. ERRORS: Corrupt, with line, column and
// what was expected, or with the exceeded limit; never with a part of the input.
Result<Value> parse_json(std::string_view text, const JsonLimits& limits = {});

// The text without a leading byte order mark. parse_json skips it by itself.
std::string_view without_byte_order_mark(std::string_view text);

// indent < 0: one line, no spaces. Keys are sorted. Unknown is written as null; invalid UTF-8 is replaced.
// Marks are ignored: the caller removes secrets first.
std::string write_json(const Value& value, int indent = -1);
// The same as part of a larger document, indented by `depth` levels.
void append_json(std::string& out, const Value& value, int indent, int depth);

}  // namespace waveform::base
