// Shared by the sources of the checks. Private to provider/checks.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "provider/checks/finding.h"

namespace waveform::provider::checks {

// A problem with a value: completes "ATTRIBUTE ...".
struct Problem {
  std::string_view id;
  std::string what;
  std::string why = {};
  std::string hint = {};
  bool is_general = false;  // does not contain any part of the value, so it may be shown for a secret
};
inline Problem general(Problem problem) {
  problem.is_general = true;
  return problem;
}
using Report = std::function<void(Problem problem)>;

// Checks of single strings, by their meaning (value_checks.cpp, regex.cpp).
void check_string(Meaning meaning, const std::string& text, const Report& report);
// White space at the ends of a string that the service does not trim.
void check_white_space(Meaning meaning, const std::string& text, const Report& report);
void check_regex(const std::string& text, const Report& report);
// Whether a metric whose name begins with this can pass the filter; true if unknown.
bool may_pass(const std::string& regex, const std::string& beginning);

// Checks of one integration's attributes together; `report` takes the attribute as well.
using ReportAt = std::function<void(const char* attribute, Problem problem)>;
void check_integration(const Subject& subject, const ReportAt& report);

// Checks that compare integrations.
std::vector<Finding> cross_check(const std::vector<Subject>& subjects);

// Names that AWS knows (aws_names.cpp).
std::span<const std::string_view> aws_regions();
std::span<const std::string_view> aws_namespaces();

// The value of an attribute if it is known and present; else null.
const base::Value& value_of(const Subject& subject, std::string_view attribute);

}  // namespace waveform::provider::checks
