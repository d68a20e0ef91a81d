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
    {"white-space", Severity::Warning},
};

// Checks one integration by itself.
class Finder {
 public:
  Finder(const Subject& subject, std::size_t index) : subject_(subject), index_(index) {}

  std::vector<Finding> findings() {
    for (const auto& attribute : subject_.type->attributes) {
      if (attribute.is_computed()) continue;
      const Value& value = value_of(subject_, attribute.name);
      if (attribute.type == Type::ObjectList) {
        check_objects(attribute, value);
      } else if (value.is_list()) {
        check_elements(attribute, value);
      } else if (value.is_map()) {
        check_members(attribute, value);
      } else {
        check_value({attribute}, attribute.meaning, value);
      }
    }
    check_integration(subject_, [this](const char* attribute, Problem problem) {
      add({*subject_.type->find(attribute)}, std::move(problem));
    });
    return std::move(findings_);
  }

 private:
  struct Place {
    const Attribute& attribute;
    std::optional<std::size_t> element = {};
    std::string member = {};
  };

  void add(const Place& place, Problem problem) {
    constexpr std::size_t kMost =
        1000;  // later ones are counted but not shown, and long lists are not checked to the end
    if (findings_.size() >= kMost) return;
    const std::string& name = place.attribute.name;
    const bool is_hidden = place.attribute.secret || value_of(subject_, name).marks_within() != 0;
    if (is_hidden && !problem.is_general)
      problem = {problem.id, "is not valid", "Its value is hidden, so the reason is hidden as well."};
    findings_.push_back(
        {find(problem.id), index_, name, place.element, place.member,
         fmt::format("{}{}{} {}", name, place.member.empty() ? "" : ".", place.member, problem.what),
         std::move(problem.why), std::move(problem.hint)});
  }

  void check_objects(const Attribute& attribute, const Value& value) {
    if (!value.is_list()) return;
    for (std::size_t i = 0; i < value.as_list().size(); ++i) {
      for (const auto& member : attribute.members)
        check_value({attribute, i, member.name}, member.meaning, value.as_list()[i].get(member.name));
    }
  }

  void check_elements(const Attribute& attribute, const Value& value) {
    for (std::size_t i = 0; i < value.as_list().size(); ++i)
      check_value({attribute, i}, attribute.meaning, value.as_list()[i]);
  }

  // Of a map, keys and values: at most one finding.
  void check_members(const Attribute& attribute, const Value& map) {
    const std::size_t before = findings_.size();
    const Report report = [&](const Problem& problem) {
      if (findings_.size() > before) return;
      add({attribute},
          general({problem.id, "has a key or a value that " + problem.what, problem.why, problem.hint}));
    };
    for (const auto& [key, member] : map.as_map()) {
      check_white_space(Meaning::Any, key, report);
      if (member.is_string()) check_white_space(Meaning::Any, member.as_string(), report);
      if (!member.is_list()) continue;
      for (const auto& item : member.as_list()) {
        if (item.is_string()) check_white_space(Meaning::Any, item.as_string(), report);
      }
    }
  }

  void check_value(const Place& place, Meaning meaning, const Value& value) {
    if (value.is_string()) {
      const std::size_t before = findings_.size();
      const Report report = [&](Problem problem) { add(place, std::move(problem)); };
      check_string(meaning, value.as_string(), report);
      if (place.element || !is_absent(value)) check_allowed(place, value.as_string());
      if (findings_.size() > before) return;
      check_white_space(meaning, value.as_string(), [&](Problem problem) {
        const bool is_element = place.element && place.member.empty();
        if (is_element) problem.what = "has an element that " + problem.what;
        add(place, std::move(problem));
      });
    } else if (value.is_number() && meaning == Meaning::Minutes) {
      check_minutes(place, value);
    }
  }

  void check_minutes(const Place& place, const Value& value) {
    if (value.is_integer() && value.as_integer() >= 1) return;
    add(place, {"refresh-rate", fmt::format("is {}", base::number_text(value)),
                "It must be a whole number of minutes, at least 1."});
  }

  void check_allowed(const Place& place, const std::string& text) {
    const auto& allowed = place.attribute.allowed;
    if (allowed.empty() || std::find(allowed.begin(), allowed.end(), text) != allowed.end()) return;
    const bool refused = place.attribute.refuses_others;
    std::string hint = base::did_you_mean(base::upper(text), allowed);
    if (hint.empty()) hint = fmt::format("Known values: {}.", base::enumerate(allowed));
    add(place, {refused ? "allowed-values" : "known-values",
                fmt::format("has {}, which the service {}", base::quote(text),
                            refused ? "refuses" : "may not accept"),
                refused ? "" : "A newer version of the service may accept it.", std::move(hint)});
  }

  const Subject& subject_;
  std::size_t index_;
  std::vector<Finding> findings_;
};

void append(std::vector<Finding>& all, std::vector<Finding> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::span<const Check> all() {
  return kChecks;
}

const Check* find(std::string_view id) {
  const auto* found = std::find_if(std::begin(kChecks), std::end(kChecks),
                                   [&](const Check& check) { return check.id == id; });
  return found == std::end(kChecks) ? nullptr : found;
}

std::string hint_of(std::string_view unknown_id) {
  std::vector<std::string> known;
  for (const auto& check : kChecks) known.emplace_back(check.id);
  const std::string near = base::did_you_mean(unknown_id, known);
  return near.empty() ? fmt::format("Known checks: {}.", base::enumerate(known)) : near;
}

const Value& value_of(const Subject& subject, std::string_view attribute) {
  static const Value kNone;
  const auto found = subject.attributes->find(attribute);
  return found == subject.attributes->end() || found->second.is_unknown() ? kNone : found->second;
}

std::vector<Finding> run_checks(const std::vector<Subject>& subjects) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    if (subjects[i].is_wanted) append(findings, Finder(subjects[i], i).findings());
  }
  append(findings, cross_check(subjects));
  return findings;
}

}  // namespace waveform::provider::checks
