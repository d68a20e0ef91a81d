// Pages and search conditions. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "provider/simulator/options.h"

namespace waveform::provider::simulator {

enum class Matching { Contains, StartsWith, Exact, TagPath };

struct Condition {
  std::string key;  // a dotted path: name, id, service, cloudWatch.baseCredentials.roleArn
  std::string value;
  Matching matching = Matching::Contains;
};

struct Query {
  std::int64_t offset = 0;
  std::int64_t limit = 100;
  std::vector<Condition> conditions;
  std::string sort_field;  // a dotted path; "": in order of creation
  bool ascending = true;
  std::string mistake;  // not empty: why the query is refused
};

Query read_query(const base::Value& body, const Options& options);                         // of a search
Query read_page(std::string_view offset, std::string_view limit, const Options& options);  // of a list

// True if all conditions match. CONTAINS and STARTSWITH ignore case; a TAGPATH "a.b" matches "a.b" and
// "a.b.c".
bool matches(const base::Value& integration, const std::vector<Condition>& conditions);

// Filtered, sorted and paged by the query.
void sort(std::vector<base::Value>& integrations, const Query& query);

}  // namespace waveform::provider::simulator
