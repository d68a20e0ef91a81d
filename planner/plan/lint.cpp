#include "planner/plan/lint.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/live/secrets.h"
#include "planner/plan/ignore_comments.h"
#include "provider/checks/checks.h"

namespace waveform::planner {

namespace checks = provider::checks;
using base::Diags;
using base::Value;

namespace {

constexpr std::int64_t kMostOfACheck = 10;

bool is_literal(const hcl::Expr& expr) {
  if (std::holds_alternative<hcl::Literal>(expr.node)) return true;
  const auto* text = std::get_if<hcl::Template>(&expr.node);
  return text != nullptr && std::all_of(text->parts.begin(), text->parts.end(),
                                        [](const auto& part) { return is_literal(*part); });
}

const hcl::Expr* member_of(const hcl::Expr& object, const std::string& member) {
  const auto* items = std::get_if<hcl::ObjectExpr>(&object.node);
  if (items == nullptr) return nullptr;
  for (const auto& item : items->items) {
    const auto* key = std::get_if<hcl::Literal>(&item.key->node);
    if (key != nullptr && key->value == Value(member)) return item.value.get();
  }
  return nullptr;
}

// The expressions of a finding: attribute, element, member, as far as they are literal in the manifest; none:
// the block itself.
std::vector<const hcl::Expr*> expressions_at(const ResourceBlock& block, const checks::Finding& finding) {
  const auto* given = finding.attribute.empty() ? nullptr : block.body->find(finding.attribute);
  if (given == nullptr) return {};
  std::vector<const hcl::Expr*> all = {given->value.get()};
  const auto* list = std::get_if<hcl::ListExpr>(&given->value->node);
  if (list == nullptr || !finding.element || *finding.element >= list->items.size()) return all;
  all.push_back(list->items[*finding.element].get());
  if (const auto* member = member_of(*all.back(), finding.member)) all.push_back(member);
  return all;
}

bool is_ignored(const checks::Finding& finding, const ResourceBlock& block,
                const std::vector<const hcl::Expr*>& places) {
  return is_ignored_at(block.range, finding.check->id) ||
         std::any_of(places.begin(), places.end(),
                     [&](const hcl::Expr* place) { return is_ignored_at(place->range, finding.check->id); });
}

std::string key_text(const base::Address::Key& key) {
  if (const auto* text = std::get_if<std::string>(&key)) return base::quote(*text);
  return std::to_string(std::get<std::int64_t>(key));
}

// "each.key is …" in a block with for_each or count; and the value, unless it is a literal.
std::vector<base::DiagValue> values_of(const Wanted& one, const checks::Finding& finding,
                                       const std::vector<const hcl::Expr*>& places) {
  std::vector<base::DiagValue> values;
  if (one.address.is_keyed()) {
    bool by_each = one.block->for_each != nullptr;
    values.push_back({by_each ? "each.key" : "count.index", "is " + key_text(one.address.key)});
  }
  auto value = one.desired.find(finding.attribute);
  bool says_it = places.empty() || is_literal(*places.back());
  if (says_it || value == one.desired.end() || value->second.marks_within() != 0) return values;
  const Value* it = &value->second;
  if (finding.element && it->is_list()) it = &it->as_list()[*finding.element];
  if (!finding.member.empty()) it = &it->get(finding.member);
  constexpr std::size_t kLongest = 200;
  if (it->is_string() && it->as_string().size() <= kLongest)
    values.push_back({finding.attribute, "is " + base::quote(it->as_string())});
  return values;
}

// Findings of one check at one place: those of the first resource, and the other resources with findings.
struct Found {
  std::size_t subject = 0;
  std::vector<base::Diag> diags = {};
  std::set<std::size_t> more = {};
};

using FindingPlace = std::tuple<const checks::Check*, const base::Source*, std::uint32_t>;

// At most ten of each check, and the number of the rest.
void report(std::map<FindingPlace, Found>& found, Diags& diags) {
  std::map<const checks::Check*, std::int64_t> counts;
  for (auto& [place, findings] : found) {
    auto more = static_cast<std::int64_t>(findings.more.size());
    if (more > 0)
      findings.diags.back().detail +=
          fmt::format(" The same applies to {} here.", base::count(more, "other"));
    if (!findings.diags.empty()) findings.diags.back().count += more;
    for (auto& diag : findings.diags)
      if (++counts[std::get<0>(place)] <= kMostOfACheck) diags.add(std::move(diag));
  }
  for (const auto& [check, n] : counts) {
    if (n <= kMostOfACheck) continue;
    base::Diag rest{check->severity, fmt::format("{} more of this kind", n - kMostOfACheck),
                    "They are not shown.", fmt::format("To leave this check out: -ignore={}", check->id)};
    rest.check = check->id;
    rest.count = n - kMostOfACheck;
    diags.add(std::move(rest));
  }
}

}  // namespace

std::vector<Other> others_than(const PlanInput& input, const std::set<base::Address>& covered,
                               const std::vector<Wanted>& wanted) {
  std::map<std::string_view, const base::Address*> owners;
  std::set<std::string_view> covered_ids;
  for (const auto& [address, resource] : input.snapshot.resources) {
    owners.emplace(resource.id, &address);
    if (covered.contains(address)) covered_ids.insert(resource.id);
  }
  for (const auto& [address, id] : input.imports) {
    if (id) covered_ids.insert(*id);
  }
  for (const auto& tombstone : input.snapshot.tombstones) {
    if (covered.contains(tombstone.address)) covered_ids.insert(tombstone.id);
  }
  const HiddenNames hidden(input.snapshot);
  std::set<std::string> hidden_now;
  for (const auto& one : wanted) {
    auto name = one.desired.find("name");
    if (name != one.desired.end() && name->second.is_string() && name->second.is_sensitive())
      hidden_now.insert(name->second.as_string());
  }
  std::vector<Other> others;
  for (const auto& [id, record] : input.live.integrations) {
    if (record.type == nullptr || record.in_trash || covered_ids.contains(id)) continue;
    auto owner = owners.find(id);
    std::string name =
        hidden.has(record.name) || hidden_now.contains(record.name) ? "one" : base::quote(record.name);
    others.push_back({owner != owners.end()
                          ? owner->second->text()
                          : fmt::format("{} (id {}, not managed)", name, base::printable(id)),
                      record.type, record.attributes});
  }
  return others;
}

void check_domain(const std::vector<Wanted>& wanted, const std::vector<Other>& others,
                  const std::set<std::string>& ignored, Diags& diags) {
  std::vector<checks::Subject> subjects;
  for (const auto& one : wanted) subjects.push_back({one.block->type, &one.desired, one.address.text()});
  for (const auto& other : others) subjects.push_back({other.type, &other.attributes, other.label, false});
  const bool is_wrong = diags.has_errors();
  std::map<FindingPlace, Found> found;
  for (auto& finding : checks::run_checks(subjects)) {
    const auto& one = wanted[finding.subject];
    const auto places = expressions_at(*one.block, finding);
    const bool is_silent = is_wrong && finding.check->severity != base::Severity::Error;
    if (is_silent || ignored.contains(std::string(finding.check->id)) ||
        is_ignored(finding, *one.block, places))
      continue;
    const auto place = places.empty() ? one.block->range : places.back()->range;
    auto& at_place = found[{finding.check, place.source, place.begin}];
    if (at_place.diags.empty()) at_place.subject = finding.subject;
    if (at_place.subject != finding.subject) {
      at_place.more.insert(finding.subject);
      continue;
    }
    at_place.diags.push_back({finding.check->severity, std::move(finding.summary), std::move(finding.detail),
                              std::move(finding.hint), place, values_of(one, finding, places), false,
                              std::string(finding.check->id)});
  }
  report(found, diags);
}

base::Result<std::set<std::string>> known_checks(const std::vector<std::string>& texts) {
  std::set<std::string> ids;
  for (const auto& text : texts) {
    for (const auto part : base::split(text, ',')) {
      const std::string id(base::trim(part));
      if (checks::find(id) == nullptr)
        return base::fail(base::ErrorKind::Invalid, fmt::format("there is no check {}", base::quote(id)),
                          checks::hint_of(id));
      ids.insert(id);
    }
  }
  return ids;
}

}  // namespace waveform::planner
