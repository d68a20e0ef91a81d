#include "base/json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace waveform::base {

namespace {

// Builds Values directly from parser events; stops at the first error.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(const JsonLimits& limits) : limits_(limits) {}

  bool null() override { return put({}); }
  bool boolean(bool b) override { return put(b); }
  bool number_integer(number_integer_t n) override { return put(std::int64_t{n}); }
  bool number_unsigned(number_unsigned_t n) override {
    if (n <= static_cast<number_unsigned_t>(INT64_MAX)) return put(static_cast<std::int64_t>(n));
    return put(static_cast<double>(n));
  }
  bool number_float(number_float_t n, const string_t&) override { return put(n); }
  bool string(string_t& s) override { return put(std::move(s)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool key(string_t& name) override {
    Level& level = levels_.back();
    const auto before = level.members.size();
    level.slot = level.members.append(std::move(name));  // most documents are sorted
    if (level.members.size() > before) return true;
    fault = "the key " + quote(level.slot->first) + " is duplicated in one object";
    return false;
  }
  bool end_object() override {
    Value value(std::move(levels_.back().members));
    levels_.pop_back();
    return put(std::move(value));
  }
  bool end_array() override {
    Value value(std::move(levels_.back().items));
    levels_.pop_back();
    return put(std::move(value));
  }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception& error) override {
    offset = at > 0 ? at - 1 : 0;
    fault = error.id == 101 ? "this is not valid JSON" : "a number is too large";
    return false;
  }

  Value result;
  std::string fault;
  std::size_t offset = 0;

 private:
  struct Level {
    bool array = false;
    Value::Map members;
    Value::Map::iterator slot;  // of the last key
    Value::List items;
  };
  static_assert(std::is_nothrow_move_constructible_v<Value::Map>, "`slot` lasts while levels_ grows");

  bool open(bool array) {
    if (static_cast<int>(levels_.size()) >= limits_.depth) {
      fault = fmt::format("it is nested more than {} levels deep", limits_.depth);
      return false;
    }
    levels_.emplace_back().array = array;
    return true;
  }

  bool put(Value value) {
    if (++values_ > limits_.values) {
      fault = fmt::format("it has more than {} values", limits_.values);
      return false;
    }
    if (levels_.empty()) {
      result = std::move(value);
    } else if (levels_.back().array) {
      levels_.back().items.push_back(std::move(value));
    } else {
      levels_.back().slot->second = std::move(value);
    }
    return true;
  }

  const JsonLimits& limits_;
  std::size_t values_ = 0;
  std::vector<Level> levels_;
};

bool is_plain(char c) {
  return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

void write_string(std::string& out, const std::string& text) {
  // The common case, without the library.
  if (std::all_of(text.begin(), text.end(), is_plain)) {
    out += '"';
    out += text;
    out += '"';
    return;
  }
  out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void write_line(std::string& out, int indent, int depth) {
  if (indent < 0) return;
  out += '\n';
  out.append(static_cast<std::size_t>(indent) * static_cast<std::size_t>(depth), ' ');
}

void write(std::string& out, const Value& value, int indent, int depth) {
  switch (value.kind()) {
    default:
      out += scalar_text(value);
      return;
    case Value::Kind::String:
      write_string(out, value.as_string());
      return;
    case Value::Kind::List: {
      out += '[';
      bool first = true;
      for (const auto& item : value.as_list()) {
        if (!std::exchange(first, false)) out += ',';
        write_line(out, indent, depth + 1);
        write(out, item, indent, depth + 1);
      }
      if (!first) write_line(out, indent, depth);
      out += ']';
      return;
    }
    case Value::Kind::Map: {
      out += '{';
      bool first = true;
      for (const auto& [key, member] : value.as_map()) {
        if (!std::exchange(first, false)) out += ',';
        write_line(out, indent, depth + 1);
        write_string(out, key);
        out += indent < 0 ? ":" : ": ";
        write(out, member, indent, depth + 1);
      }
      if (!first) write_line(out, indent, depth);
      out += '}';
      return;
    }
  }
}

}  // namespace

Result<Value> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    return fail(ErrorKind::Corrupt, fmt::format("it is larger than {} bytes", limits.bytes));
  }
  Builder builder(limits);
  if (nlohmann::json::sax_parse(text, &builder)) return std::move(builder.result);
  if (builder.offset == 0 && builder.fault != "this is not valid JSON") {
    return fail(ErrorKind::Corrupt, builder.fault);
  }
  std::size_t offset = std::min(builder.offset, text.size());
  std::string what = offset >= text.size() ? "the JSON is incomplete" : builder.fault;
  auto before = text.substr(0, offset);
  auto line = 1 + std::count(before.begin(), before.end(), '\n');
  auto newline = before.rfind('\n');
  auto column = offset - (newline == std::string_view::npos ? 0 : newline + 1) + 1;
  return fail(ErrorKind::Corrupt, fmt::format("{} (line {}, column {})", what, line, column));
}

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

std::string write_json(const Value& value, int indent) {
  std::string out;
  write(out, value, indent, 0);
  return out;
}

void append_json(std::string& out, const Value& value, int indent, int depth) {
  write(out, value, indent, depth);
}

}  // namespace waveform::base
