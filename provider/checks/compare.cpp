// Integrations together.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "provider/checks/finder.h"

namespace waveform::provider::checks {
namespace {

using base::Value;
using Members = std::vector<std::size_t>;  // subjects

// What tells accounts apart, of those that are known: "EC2" and the role. None: it cannot be told.
std::optional<std::string> account_of(const Subject& subject) {
  Value::List key{Value(subject.type->service)};
  for (const auto& attribute : subject.type->attributes) {
    if (!attribute.account) continue;
    const auto& value = value_of(subject, attribute.name);
    if (!value.is_string() || value.as_string().empty()) return std::nullopt;
    key.push_back(value.without_marks());
  }
  if (key.size() == 1) return std::nullopt;
  return base::write_json(Value(std::move(key)));
}

std::set<std::string> elements(const Value& value) {
  std::set<std::string> out;
  if (value.is_string()) out.insert(value.as_string());
  if (value.is_map()) {
    for (const auto& [key, member] : value.as_map()) out.insert(key);
  }
  if (value.is_list()) {
    for (const auto& element : value.as_list()) {
      if (element.is_string()) out.insert(element.as_string());
    }
  }
  return out;
}

// They share the account out: in an attribute that divides it they have nothing in common.
bool is_divided(const Subject& a, const Subject& b) {
  return std::any_of(a.type->attributes.begin(), a.type->attributes.end(), [&](const Attribute& attribute) {
    if (!attribute.divides) return false;
    const auto of_a = elements(value_of(a, attribute.name));
    const auto of_b = elements(value_of(b, attribute.name));
    return !of_a.empty() && !of_b.empty() && std::none_of(of_a.begin(), of_a.end(), [&](const auto& element) {
      return of_b.contains(element);
    });
  });
}

// "ACCOUNT, ROLE and TENANT": the attributes that are the same.
std::string account_words(const ResourceType& type) {
  std::vector<std::string> names;
  for (const auto& attribute : type.attributes) {
    if (attribute.account) names.push_back(attribute.name);
  }
  return base::enumerate(names);
}

// "a, b and 7 others", without the one that is spoken of.
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
                   Problem problem) {
  const auto last = std::find_if(members.rbegin(), members.rend(),
                                 [&](std::size_t member) { return subjects[member].is_wanted; });
  return {find(problem.id), *last,       attribute, subjects[*last].label + " " + problem.what,
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
    if (auto account = account_of(subjects[i])) accounts[*account].push_back(i);
  }
  for (const auto& [account, members] : accounts) {
    Members doubles;
    for (const std::size_t member : members) {
      const bool is_one = std::any_of(members.begin(), members.end(), [&](std::size_t other) {
        return other != member && !is_divided(subjects[member], subjects[other]);
      });
      if (is_one) doubles.push_back(member);
    }
    if (!any_wanted(subjects, doubles)) continue;
    const auto& type = *subjects[doubles.front()].type;
    auto finding = finding_of(subjects, doubles, "",
                              {"double-collection", "collects what another integration collects already", "",
                               "Keep one of them, or share the account out between them."});
    finding.detail = fmt::format("{} of {} with the same {}: {}. Data that comes in twice is paid for twice.",
                                 doubles.size() == 2 ? "Another one" : "Others", type.title,
                                 account_words(type), others(subjects, doubles, finding.subject));
    findings.push_back(std::move(finding));
  }
}

// An external id is good for one role.
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
                               "Make one for each role: `waveform external-id create`."});
    finding.detail = fmt::format(
        "{} has it, too. An external id is good for one role; with that of another, the service does not "
        "answer a create.",
        others(subjects, one_a_role, finding.subject));
    findings.push_back(std::move(finding));
  }
}

// Selection tags of CloudWatch work on what a Metrics+ integration of the same role finds.
void find_idle_tags(const std::vector<Subject>& subjects, std::vector<Finding>& findings) {
  std::set<std::string> roles;
  for (const auto& subject : subjects) {
    if (subject.type->service != "EC2") continue;
    const auto& role = value_of(subject, "role_arn");
    if (!role.is_string()) return;  // it may be that of any
    roles.insert(role.as_string());
  }
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto& role = value_of(subjects[i], "role_arn");
    if (!subjects[i].is_wanted || subjects[i].type->service != "CLOUDWATCH" || !role.is_string() ||
        roles.contains(role.as_string()))
      continue;
    for (const char* attribute : {"instance_selection_tags", "instance_selection_tags_expr",
                                  "volume_selection_tags", "volume_selection_tags_expr"}) {
      if (is_absent(value_of(subjects[i], attribute))) continue;
      findings.push_back(
          {find("tags-without-ec2"), i, attribute, fmt::format("{} has no effect", attribute),
           "Selection tags work only beside an AWS Metrics+ (EC2) integration of the same "
           "role, and there is none.",
           "Add a wavefront_cloud_integration_ec2 with this role_arn, or take the tags away."});
      break;
    }
  }
}

}  // namespace

std::vector<Finding> compare(const std::vector<Subject>& subjects) {
  std::vector<Finding> findings;
  for (const auto look : {find_doubles, find_shared_external_ids, find_idle_tags}) look(subjects, findings);
  return findings;
}

}  // namespace waveform::provider::checks
