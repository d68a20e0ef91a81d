#include "provider/simulator/search.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::provider::simulator {
namespace {

using base::Value;

struct MatchingRow {
  std::string_view name;
  Matching matching;
};
constexpr MatchingRow kMatchings[] = {{"CONTAINS", Matching::Contains},
                                      {"STARTSWITH", Matching::StartsWith},
                                      {"EXACT", Matching::Exact},
                                      {"TAGPATH", Matching::TagPath}};

std::string not_whole(std::string_view name) {
  return fmt::format("{} must be a whole number", name);
}

void read_number(std::string_view name, std::string_view text, std::int64_t& number, std::string& mistake) {
  if (text.empty()) return;
  const auto read = base::parse_integer(text);
  if (!read) mistake = not_whole(name);
  number = read.value_or(number);
}

void read_member(const Value& body, std::string_view name, std::int64_t& number, std::string& mistake) {
  const Value& value = body.get(name);
  if (value.is_integer()) {
    number = value.as_integer();
  } else if (!value.is_null()) {
    mistake = not_whole(name);
  }
}

void check_page(Query& query, const Options& options) {
  if (!query.mistake.empty()) return;
  if (query.offset < 0) query.mistake = "offset must not be negative";
  if (query.limit < 1 || query.limit > options.page_limit) {
    query.mistake = fmt::format("limit must be between 1 and {}", options.page_limit);
  }
  if (options.page_cap > 0) query.limit = std::min(query.limit, options.page_cap);
}

std::string read_condition(const Value& value, Condition& condition) {
  if (!value.get("key").is_string() || !value.get("value").is_string()) {
    return "each condition of query needs a key and a value";
  }
  condition.key = value.get("key").as_string();
  condition.value = value.get("value").as_string();
  const Value& method = value.get("matchingMethod");
  if (method.is_null()) return {};
  for (const MatchingRow& row : kMatchings) {
    if (method == Value(row.name)) {
      condition.matching = row.matching;
      return {};
    }
  }
  return "matchingMethod must be CONTAINS, STARTSWITH, EXACT or TAGPATH";
}

bool holds(const Condition& condition, const std::string& text) {
  switch (condition.matching) {
    case Matching::Contains:
      return base::lower(text).find(base::lower(condition.value)) != std::string::npos;
    case Matching::StartsWith:
      return base::lower(text).starts_with(base::lower(condition.value));
    case Matching::Exact:
      return text == condition.value;
    case Matching::TagPath:
      return text == condition.value || text.starts_with(condition.value + ".");
  }
  return false;
}

}  // namespace

Query read_page(std::string_view offset, std::string_view limit, const Options& options) {
  Query query;
  read_number("offset", offset, query.offset, query.mistake);
  read_number("limit", limit, query.limit, query.mistake);
  check_page(query, options);
  return query;
}

Query read_query(const Value& body, const Options& options) {
  Query query;
  if (!body.is_map() && !body.is_null()) query.mistake = "The body must be an object";
  read_member(body, "offset", query.offset, query.mistake);
  read_member(body, "limit", query.limit, query.mistake);
  check_page(query, options);
  const Value& sort = body.get("sort");
  if (sort.get("field").is_string()) query.sort_field = sort.get("field").as_string();
  query.ascending = !(sort.get("ascending") == Value(false));
  const Value& conditions = body.get("query");
  if (!conditions.is_list()) {
    if (!conditions.is_null()) query.mistake = "query must be a list";
    return query;
  }
  for (const Value& value : conditions.as_list()) {
    Condition condition;
    if (std::string mistake = read_condition(value, condition); !mistake.empty()) query.mistake = mistake;
    query.conditions.push_back(std::move(condition));
  }
  return query;
}

bool matches(const Value& integration, const std::vector<Condition>& conditions) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
    const Value& value = integration.at_path(condition.key);
    if (value.is_string()) return holds(condition, value.as_string());
    return value.is_number() && holds(condition, base::number_text(value));
  });
}

void sort(std::vector<Value>& integrations, const Query& query) {
  if (query.sort_field.empty()) return;
  std::stable_sort(integrations.begin(), integrations.end(), [&](const Value& a, const Value& b) {
    const Value& first = (query.ascending ? a : b).at_path(query.sort_field);
    const Value& second = (query.ascending ? b : a).at_path(query.sort_field);
    return base::less(first, second);
  });
}

}  // namespace waveform::provider::simulator
