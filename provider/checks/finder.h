// What the parts of the checks have in common. Private to provider/checks.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "provider/checks/finding.h"

namespace waveform::provider::checks {

// What speaks against a value: completes "ATTRIBUTE ...".
struct Problem {
  std::string_view id;
  std::string what;
  std::string why = {};
  std::string hint = {};
  bool is_general = false;  // nothing of the value is in it: it may be said of a secret, too
};
inline Problem general(Problem problem) {
  problem.is_general = true;
  return problem;
}
using Report = std::function<void(Problem problem)>;

// Of single texts, by what they mean (texts.cpp, regex.cpp).
void check_text(Meaning meaning, const std::string& text, const Report& report);
// White space around a string that is taken as it stands.
void check_white_space(Meaning meaning, const std::string& text, const Report& report);
void check_regex(const std::string& text, const Report& report);
// Whether a metric whose name begins with this can pass the filter; true when it cannot be told.
bool may_pass(const std::string& regex, const std::string& beginning);

// Of the attributes of one integration together; `report` takes the attribute, too.
using ReportAt = std::function<void(const char* attribute, Problem problem)>;
void check_together(const Subject& subject, const ReportAt& report);

// Of integrations together.
std::vector<Finding> compare(const std::vector<Subject>& subjects);

// Words that AWS knows (aws_names.cpp).
std::span<const std::string_view> aws_regions();
std::span<const std::string_view> aws_namespaces();

// The value of an attribute when it is known and there; else null.
const base::Value& value_of(const Subject& subject, std::string_view attribute);

}  // namespace waveform::provider::checks
