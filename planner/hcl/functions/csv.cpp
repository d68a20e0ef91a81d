// csvdecode(): tables (RFC 4180) whose first line has the column names.
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/functions/results.h"
#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

using base::Value;

namespace {

using Record = std::vector<std::string>;

// Reads record by record. Line ends are "\n" and "\r\n"; empty lines are skipped.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : rest_(text) {}

  // False at the end, and on error.
  bool next(Record& record) {
    record.clear();
    do {
      if (rest_.empty()) return false;
      read_line();
    } while (line_.empty() && !line_end_.empty());
    while (read_field(record.emplace_back())) {
    }
    return fault_.empty();
  }
  const std::string& fault() const { return fault_; }

 private:
  void read_line() {
    const std::size_t end = rest_.find('\n');
    line_ = rest_.substr(0, end);
    line_end_ = end == std::string_view::npos ? "" : "\n";
    rest_.remove_prefix(line_.size() + line_end_.size());
    if (line_.ends_with('\r')) line_.remove_suffix(1);
    ++number_;
  }

  // Reads the next field; true when another follows.
  bool read_field(std::string& field) {
    if (line_.starts_with('"')) return read_quoted(field);
    const std::size_t comma = line_.find(',');
    field = line_.substr(0, comma);
    if (field.find('"') != std::string::npos) return fail("has a quote within an unquoted field");
    if (comma == std::string_view::npos) return false;
    line_.remove_prefix(comma + 1);
    return true;
  }

  bool read_quoted(std::string& field) {
    line_.remove_prefix(1);
    while (true) {
      const std::size_t quote = line_.find('"');
      field += line_.substr(0, quote);
      if (quote == std::string_view::npos) {
        field += line_end_;
        if (rest_.empty()) return fail("has a quote that is not closed");
        read_line();
        continue;
      }
      line_.remove_prefix(quote + 1);
      if (line_.empty()) return false;
      const char after = line_.front();
      line_.remove_prefix(1);
      if (after == ',') return true;
      if (after != '"') return fail("has something behind a closing quote");
      field += '"';
    }
  }

  bool fail(std::string_view what) {
    fault_ = fmt::format("str {} (line {})", what, number_);
    return false;
  }

  std::string_view rest_;
  std::string_view line_, line_end_;
  std::size_t number_ = 0;
  std::string fault_;
};

Called call_csvdecode(Arguments given, const CallContext&) {
  CsvReader reader(text_of(given[0]));
  Record header;
  if (!reader.next(header)) {
    return call_fault(reader.fault().empty() ? "str has no line with the column names" : reader.fault(), 0);
  }
  Type::Members members;
  std::set<std::string, std::less<>> seen;
  for (std::string& name : header) {
    name = base::normal_form(std::move(name));
    if (!seen.insert(name).second) return call_fault("str has two columns with the same name", 0);
    members.push_back({name, Type::Kind::String});
  }
  Value::List rows;
  Record record;
  std::size_t fields = 0;
  while (reader.next(record)) {
    if (record.size() != header.size()) return call_fault("str has lines of different numbers of fields", 0);
    fields += record.size();
    if (fields > kMostElements) return too_many();
    Value::Map row;
    for (std::size_t i = 0; i < record.size(); ++i)
      row.emplace(header[i], base::normal_form(std::move(record[i])));
    rows.emplace_back(std::move(row));
  }
  if (!reader.fault().empty()) return call_fault(reader.fault(), 0);
  return Typed{Type::list(Type::object(std::move(members))), Value(std::move(rows))};
}

}  // namespace

std::vector<Function> csv_functions() {
  return {{"csvdecode", {{"str", Type::Kind::String}}, {}, call_csvdecode}};
}

}  // namespace waveform::hcl
