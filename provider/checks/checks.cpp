#include "provider/checks/checks.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "provider/checks/finder.h"

namespace waveform::provider::checks {

using base::Severity;
using base::Value;

namespace {

constexpr Check kChecks[] = {
    {"allowed-values", Severity::Error},
    {"bucket-name", Severity::Warning},
    {"double-collection", Severity::Warning},
    {"external-id-form", Severity::Warning},
    {"filter-excludes-namespace", Severity::Warning},
    {"known-values", Severity::Warning},
    {"limits-support-plan", Severity::Note},
    {"metric-aggregation", Severity::Warning},
    {"namespace", Severity::Warning},
    {"no-point-tags", Severity::Warning},
    {"prefix-slash", Severity::Warning},
    {"refresh-rate", Severity::Warning},
    {"regex", Severity::Warning},
    {"regex-not-java", Severity::Warning},
    {"region", Severity::Warning},
    {"role-arn", Severity::Warning},
    {"service-key", Severity::Warning},
    {"shared-external-id", Severity::Warning},
    {"tag-expression", Severity::Warning},
    {"tags-without-ec2", Severity::Warning},
    {"url", Severity::Warning},
};

class Finder {
 public:
  explicit Finder(const std::vector<Subject>& subjects) : subjects_(subjects) {}

  void look(std::size_t subject) {
    subject_ = subject;
    const Subject& looked_at = subjects_[subject];
    for (const auto& attribute : looked_at.type->attributes) {
      const Value& value = value_of(looked_at, attribute.name);
      if (!attribute.computed) check_value(attribute, attribute.meaning, value);
    }
    check_together(looked_at, [this, &looked_at](const char* attribute, Problem problem) {
      add(*looked_at.type->find(attribute), {}, std::move(problem));
    });
  }

  std::vector<Finding> findings;

 private:
  // A text that must not be shown is not quoted by what speaks of it either.
  void add(const Attribute& attribute, const Value& value, Problem problem) {
    Finding finding{find(problem.id),       subject_, attribute.name, {}, std::move(problem.why),
                    std::move(problem.hint)};
    const bool is_hidden = attribute.secret || value.marks_within() != 0;
    const bool quotes = problem.what.find('"') != std::string::npos;
    finding.summary =
        fmt::format("{} {}", attribute.name, is_hidden && quotes ? "is not as it should be" : problem.what);
    if (is_hidden && quotes) finding.hint.clear();
    findings.push_back(std::move(finding));
  }

  void check_value(const Attribute& attribute, Meaning meaning, const Value& value) {
    if (value.is_string()) {
      check_text(meaning, value.as_string(),
                 [&](Problem problem) { add(attribute, value, std::move(problem)); });
      check_allowed(attribute, value);
    } else if (value.is_number() && meaning == Meaning::Minutes) {
      check_minutes(attribute, value);
    } else if (value.is_list() && attribute.type == Type::ObjectList) {
      for (const auto& object : value.as_list()) {
        for (const auto& member : attribute.members)
          check_value(attribute, member.meaning, object.get(member.name));
      }
    } else if (value.is_list()) {
      for (const auto& element : value.as_list()) check_value(attribute, meaning, element);
    }
  }

  void check_minutes(const Attribute& attribute, const Value& value) {
    if (value.is_integer() && value.as_integer() >= 1) return;
    add(attribute, value,
        {"refresh-rate", fmt::format("is {}", base::number_text(value)),
         "It is a whole number of minutes, 1 or more."});
  }

  void check_allowed(const Attribute& attribute, const Value& value) {
    const auto& allowed = attribute.allowed;
    if (allowed.empty() || std::find(allowed.begin(), allowed.end(), value.as_string()) != allowed.end())
      return;
    const bool refused = attribute.refuses_others;
    std::string hint = base::did_you_mean(base::upper(value.as_string()), allowed);
    if (hint.empty()) hint = fmt::format("Known are {}.", base::enumerate(allowed));
    add(attribute, value,
        {refused ? "allowed-values" : "known-values",
         fmt::format("has {}, which the service {}", base::quote(value.as_string()),
                     refused ? "does not take" : "is not known to take"),
         refused ? "" : "A newer service may know it.", std::move(hint)});
  }

  const std::vector<Subject>& subjects_;
  std::size_t subject_ = 0;
};

}  // namespace

std::span<const Check> all() {
  return kChecks;
}

const Check* find(std::string_view id) {
  const auto* found = std::find_if(std::begin(kChecks), std::end(kChecks),
                                   [&](const Check& check) { return check.id == id; });
  return found == std::end(kChecks) ? nullptr : found;
}

const Value& value_of(const Subject& subject, std::string_view attribute) {
  static const Value kNone;
  const auto found = subject.attributes->find(attribute);
  return found == subject.attributes->end() || found->second.is_unknown() ? kNone : found->second;
}

std::vector<Finding> look_at(const std::vector<Subject>& subjects) {
  Finder finder(subjects);
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    if (subjects[i].is_wanted) finder.look(i);
  }
  auto findings = std::move(finder.findings);
  auto together = compare(subjects);
  findings.insert(findings.end(), std::make_move_iterator(together.begin()),
                  std::make_move_iterator(together.end()));
  return findings;
}

}  // namespace waveform::provider::checks
