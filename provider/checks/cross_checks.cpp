// Checks that compare integrations with each other.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "provider/checks/checks.h"
#include "provider/checks/finder.h"

namespace waveform::provider::checks {
namespace {

using base::Value;
using Members = std::vector<std::size_t>;  // indices of subjects

// A disabled integration collects nothing.
bool is_active(const Subject& subject) {
  return !(value_of(subject, "enabled") == Value(false));
}

// The key of an account, such as "EC2" and the role; nothing if it is unknown. A hidden value equals only
// hidden values: that it equals a visible one would reveal it.
std::optional<std::string> account_of(const Subject& subject) {
  Value::List key{Value(subject.type->service)};
  for (const auto& attribute : subject.type->attributes) {
    if (attribute.collects != Collects::Account) continue;
    const auto& value = value_of(subject, attribute.name);
    if (!value.is_string() || value.as_string().empty()) return std::nullopt;
    key.push_back(Value(Value::List{value.without_marks(), Value(value.marks() != 0)}));
  }
  if (key.size() == 1) return std::nullopt;
  return base::write_json(Value(std::move(key)));
}

using Elements = std::set<std::string>;

Elements elements(const Value& value) {
  Elements out;
  if (value.is_string() && !value.as_string().empty()) out.insert(value.as_string());
  if (value.is_map()) {
    for (const auto& [key, member] : value.as_map()) out.insert(key + "=" + base::write_json(member));
  }
  if (value.is_list()) {
    for (const auto& element : value.as_list()) {
      if (element.is_string()) out.insert(element.as_string());
    }
  }
  return out;
}

bool have_common(const Elements& a, const Elements& b) {
  return std::any_of(a.begin(), a.end(), [&](const auto& element) { return b.contains(element); });
}

// The integrations of one account, and what each collects from it, by attribute.
class Account {
 public:
  Account(const std::vector<Subject>& subjects, const Members& members) : members_(members) {
    for (const auto& attribute : subjects[members.front()].type->attributes) {
      if (attribute.collects != Collects::Share) continue;
      std::vector<Elements> of_members;
      for (const std::size_t member : members)
        of_members.push_back(elements(value_of(subjects[member], attribute.name)));
      shares_.push_back(std::move(of_members));
    }
    choose_index();
  }

  // Members that overlap with another: in every attribute that divides an account, they have an element in
  // common.
  Members doubles() const {
    Members doubles;
    for (std::size_t a = 0; a < members_.size(); ++a) {
      if (shares_with_another(a)) doubles.push_back(members_[a]);
    }
    return doubles;
  }

 private:
  bool is_divided(std::size_t a, std::size_t b) const {
    return std::any_of(shares_.begin(), shares_.end(), [&](const auto& of_members) {
      return !of_members[a].empty() && !of_members[b].empty() && !have_common(of_members[a], of_members[b]);
    });
  }

  // Grouped by the attribute with the most distinct elements, so that not every pair is compared.
  void choose_index() {
    for (const auto& of_members : shares_) {
      std::map<std::string, Members> by_element;
      for (std::size_t i = 0; i < of_members.size(); ++i) {
        for (const auto& element : of_members[i]) by_element[element].push_back(i);
      }
      if (by_element.size() <= by_element_.size()) continue;
      by_element_ = std::move(by_element);
      index_ = &of_members;
    }
    for (std::size_t i = 0; index_ != nullptr && i < members_.size(); ++i) {
      if ((*index_)[i].empty()) without_elements_.push_back(i);
    }
  }

  // Compares only with members that share an element, until an overlap is found.
  bool shares_with_another(std::size_t a) const {
    const auto shares = [&](std::size_t b) { return b != a && !is_divided(a, b); };
    if (index_ == nullptr || (*index_)[a].empty()) {
      for (std::size_t b = 0; b < members_.size(); ++b) {
        if (shares(b)) return true;
      }
      return false;
    }
    const auto any_of = [&](const Members& others) {
      return std::any_of(others.begin(), others.end(), shares);
    };
    const auto& elements = (*index_)[a];
    return any_of(without_elements_) ||
           std::any_of(elements.begin(), elements.end(),
                       [&](const auto& element) { return any_of(by_element_.at(element)); });
  }

  const Members& members_;
  std::vector<std::vector<Elements>> shares_;  // by attribute, then by member
  const std::vector<Elements>* index_ = nullptr;
  std::map<std::string, Members> by_element_;
  Members without_elements_;
};

// "ACCOUNT, ROLE and TENANT": the attributes that are equal.
std::string account_words(const ResourceType& type) {
  std::vector<std::string> names;
  for (const auto& attribute : type.attributes) {
    if (attribute.collects == Collects::Account) names.push_back(attribute.name);
  }
  return base::enumerate(names);
}

// "a, b and 7 others", without the finding's own subject.
std::string others(const std::vector<Subject>& subjects, const Members& members, std::size_t without) {
  constexpr std::size_t kShown = 3;
  std::vector<std::string> labels;
  for (const std::size_t member : members) {
    if (member != without) labels.push_back(subjects[member].label);
  }
  if (labels.size() > kShown + 1) {
    const auto more = labels.size() - kShown;
    labels.resize(kShown);
    labels.push_back(fmt::format("{} others", more));
  }
  return base::enumerate(labels);
}

Finding finding_of(const std::vector<Subject>& subjects, const Members& members, const char* attribute,
                   const Problem& problem) {
  const auto last = std::find_if(members.rbegin(), members.rend(),
                                 [&](std::size_t member) { return subjects[member].is_wanted; });
  return {find(problem.id), *last,       attribute, {}, {}, subjects[*last].label + " " + problem.what,
          problem.why,      problem.hint};
}

bool any_wanted(const std::vector<Subject>& subjects, const Members& members) {
  return std::any_of(members.begin(), members.end(),
                     [&](std::size_t member) { return subjects[member].is_wanted; });
}

// Two integrations of one service for one account collect everything twice.
void find_doubles(const std::vector<Subject>& subjects, std::vector<Finding>& findings) {
  std::map<std::string, Members> accounts;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    if (!is_active(subjects[i])) continue;
    if (auto account = account_of(subjects[i])) accounts[*account].push_back(i);
  }
  for (const auto& [account, members] : accounts) {
    const Members doubles = members.size() < 2 ? Members{} : Account(subjects, members).doubles();
    if (!any_wanted(subjects, doubles)) continue;
    const auto& type = *subjects[doubles.front()].type;
    auto finding = finding_of(subjects, doubles, "",
                              {"double-collection", "collects the same data as another integration", "",
                               "Keep one of them, or divide the account between them."});
    finding.detail =
        fmt::format("{} of {} with the same {}: {}. Data that is ingested twice is paid for twice.",
                    doubles.size() == 2 ? "Another one" : "Others", type.title, account_words(type),
                    others(subjects, doubles, finding.subject));
    const bool any_other = std::any_of(doubles.begin(), doubles.end(),
                                       [&](std::size_t member) { return !subjects[member].is_wanted; });
    if (any_other) finding.hint += " An unmanaged one can be imported.";
    findings.push_back(std::move(finding));
  }
}

// An external id is valid for one role only.
void find_shared_external_ids(const std::vector<Subject>& subjects, std::vector<Finding>& findings) {
  std::map<std::string, Members> users;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto& id = value_of(subjects[i], "external_id");
    if (id.is_string() && value_of(subjects[i], "role_arn").is_string()) users[id.as_string()].push_back(i);
  }
  for (const auto& [id, members] : users) {
    std::map<std::string, std::size_t> roles;
    for (const std::size_t member : members)
      roles.emplace(value_of(subjects[member], "role_arn").as_string(), member);
    if (roles.size() < 2) continue;
    Members one_a_role;
    for (const auto& [role, member] : roles) one_a_role.push_back(member);
    std::sort(one_a_role.begin(), one_a_role.end());
    if (!any_wanted(subjects, one_a_role)) continue;
    auto finding = finding_of(subjects, one_a_role, "external_id",
                              {"shared-external-id", "has the external id of another role", "",
                               "Create one for each role: `waveform external-id create`."});
    finding.detail = fmt::format(
        "Also used by {}. An external id is valid for one role only; the service does not respond to a "
        "create with that of another role.",
        others(subjects, one_a_role, finding.subject));
    findings.push_back(std::move(finding));
  }
}

// Selection tags of CloudWatch need a Metrics+ integration with the same role.
void find_idle_tags(const std::vector<Subject>& subjects, std::vector<Finding>& findings) {
  std::set<std::string> roles;
  for (const auto& subject : subjects) {
    if (subject.type->service != "EC2" || !is_active(subject)) continue;
    const auto& role = value_of(subject, "role_arn");
    if (!role.is_string() || role.marks() != 0) return;  // an unknown role may be the same
    roles.insert(role.as_string());
  }
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto& role = value_of(subjects[i], "role_arn");
    if (!subjects[i].is_wanted || subjects[i].type->service != "CLOUDWATCH" || !role.is_string() ||
        role.marks() != 0 || roles.contains(role.as_string()))
      continue;
    for (const char* attribute : {"instance_selection_tags", "instance_selection_tags_expr",
                                  "volume_selection_tags", "volume_selection_tags_expr"}) {
      if (is_absent(value_of(subjects[i], attribute))) continue;
      findings.push_back(
          {find("tags-without-ec2"),
           i,
           attribute,
           {},
           {},
           fmt::format("{} has no effect", attribute),
           "Selection tags require an AWS Metrics+ (EC2) integration with the same role, and none is known.",
           "Add a wavefront_cloud_integration_ec2 with this role_arn, or remove the tags."});
      break;
    }
  }
}

}  // namespace

std::vector<Finding> cross_check(const std::vector<Subject>& subjects) {
  std::vector<Finding> findings;
  for (const auto look : {find_doubles, find_shared_external_ids, find_idle_tags}) look(subjects, findings);
  return findings;
}

}  // namespace waveform::provider::checks
