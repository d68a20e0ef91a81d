#include "tests/chaos/others.h"

#include <algorithm>

#include <fmt/format.h>

#include "provider/wire.h"

namespace waveform::test {

using base::Value;

namespace {

constexpr const char* kLookalikes[] = {Fleet::kPairs[0][0], "n0", "n1", "n2", "n3", "n4", "n5", "n6"};
constexpr Kin kKins[] = {Kin::Twin, Kin::OthersTwin, Kin::SameName, Kin::SameAccount, Kin::None};
constexpr const char* kAccount = "api@example.com";  // of the runs
constexpr const char* kOther = "other@example.com";
constexpr int kStrangersRate = 4321;  // no manifest has this value
constexpr int kFirstEditedRate = 5000;
constexpr const char* kRateOnWire = "serviceRefreshRateInMins";

Value find_by_id(const Value& dump, const std::string& id) {
  for (const auto& body : dump.get("integrations").as_list()) {
    if (provider::id_of(body) == id) return body;
  }
  return {};
}

bool is_equal(Kin kin) {
  return kin == Kin::Twin || kin == Kin::OthersTwin;
}

std::set<std::string> values_of(const Ids& ids) {
  std::set<std::string> values;
  for (const auto& [address, id] : ids) values.insert(id);
  return values;
}

}  // namespace

Others::Others(Tenant& tenant, const Fleet& fleet, Findings& findings, Reached& reached, bool hidden)
    : tenant_(tenant), fleet_(fleet), findings_(findings), reached_(reached), hidden_(hidden) {}

const Stranger* Others::find(const std::string& id) const {
  for (const auto& stranger : strangers_) {
    if (stranger.id == id) return &stranger;
  }
  return nullptr;
}

// "": it is created by the same run, and not known yet.
std::string Others::external_id_of(const Wanted& wanted) const {
  const std::string& given = wanted.external_id;
  if (!given.ends_with(".id")) return given.substr(1, given.size() - 2);
  const auto ids = leftovers_of(tenant_.directory()).ids;
  const auto managed = ids.find(given.substr(0, given.size() - 3));
  return managed == ids.end() ? "" : managed->second;
}

Value Others::body_like(const std::string& label, Kin kin) const {
  const Wanted& wanted = fleet_.wanted().at(label);
  auto attributes = wanted.attributes;
  if (kin == Kin::SameAccount || kin == Kin::None) attributes["name"] = fmt::format("by hand {}", made_);
  if (!is_equal(kin)) attributes[Fleet::kRate] = kStrangersRate;
  Value body = provider::create_body(*wanted.type, attributes);
  if (const auto* external_id = wanted.type->find("external_id"))
    body = body.with_path(external_id->wire, external_id_of(wanted));
  return body;
}

// `when`: the request that it precedes; "": now.
void Others::add(const std::string& label, Kin kin, const std::string& when) {
  const Wanted& wanted = fleet_.wanted().at(label);
  if (!wanted.external_id.empty() && external_id_of(wanted).empty() && is_equal(kin)) kin = Kin::SameName;
  const std::string id = fmt::format("00000000-0000-4000-8000-{:012}", ++made_);
  const bool by_account = kin == Kin::Twin || (kin != Kin::OthersTwin && dice_.coin());
  const Value body =
      body_like(label, kin).with_path("id", id).with_path("creatorId", by_account ? kAccount : kOther);
  strangers_.push_back({id, kin, body.get("name").as_string(), kin == Kin::Twin});
  auto& service = tenant_.service();
  const bool added =
      when.empty()
          ? service.add(body).has_value()
          : service.add_change(Value::Map{{"when", when}, {"do", "add"}, {"with", body}}).has_value();
  findings_.expect(added, "no one else can create an integration");
}

void Others::create_before() {
  for (const char* label : kLookalikes) {
    add(label, Kin::OthersTwin, "");
    strangers_.back().kin = Kin::None;  // every run knows its id
  }
}

void Others::create_later(int stage) {
  const auto& wanted = fleet_.wanted();
  for (std::size_t n = 1 + dice_.below(4); n > 0; --n) {
    const auto place = static_cast<std::ptrdiff_t>(dice_.below(wanted.size()));
    add(std::next(wanted.begin(), place)->first, stage == 3 ? Kin::None : dice_.one_of(kKins),
        fmt::format("{}:{}", stage == 3 ? "write" : "create", 1 + dice_.below(stage == 1 ? 30 : 8)));
  }
}

void Others::create_beside(const Leftovers& left) {
  for (const auto& [label, wanted] : fleet_.wanted()) {
    const bool is_open = left.open_creates.contains(wanted.address(label));
    if (!is_open || rate_edit(label, 0) || dice_.below(3) != 0) continue;
    add(label, dice_.one_of(kKins), "");
    reached_.count("strangers");
  }
}

bool Others::has_twin(const std::string& name) const {
  return std::any_of(strangers_.begin(), strangers_.end(), [&](const Stranger& stranger) {
    return stranger.name == name && is_equal(stranger.kin);
  });
}

// It exists once, was not edited before, and has no equal one: the user could not decide which of two
// candidates was edited, and the story could not tell a pair apart.
std::optional<Edit> Others::draw_edit(const Leftovers& left) {
  auto all = fleet_.wanted();
  for (const auto& [label, wanted] : fleet_.gone()) all.emplace(label, wanted);
  const auto& [label, wanted] = *std::next(all.begin(), static_cast<std::ptrdiff_t>(dice_.below(all.size())));
  const bool edited = std::any_of(edits_.begin(), edits_.end(),
                                  [&, &label = label](const Edit& edit) { return edit.label == label; });
  const std::string name = wanted.attributes.at("name").as_string();
  const auto own = own_unmanaged(name, {});
  if (edited || Fleet::is_pair(label) || has_twin(name) || own.size() != 1) return {};
  const bool in_trash = provider::in_trash(find_by_id(tenant_.service().dump(), own.front()));
  if (in_trash && fleet_.gone().contains(label)) return {};
  // Deleted again, an integration that came back is as the plan saw it: a resumed plan cannot detect the
  // edit.
  const bool may_go = !in_trash && !fleet_.back().contains(label);
  Edit edit{label, wanted.address(label), own.front(), may_go && dice_.below(4) == 0};
  edit.rate = kFirstEditedRate + static_cast<int>(edits_.size());
  const auto ours = left.ours.find(edit.address);
  edit.has_to_stay = !edit.is_delete && !wanted.attributes.contains(Fleet::kRate) &&
                     (ours == left.ours.end() || !ours->second.contains(Fleet::kRate));
  return edit;
}

void Others::edit(const Leftovers& left) {
  for (std::size_t n = 1 + dice_.below(3); n > 0; --n) {
    const auto edit = draw_edit(left);
    if (!edit) continue;
    auto& service = tenant_.service();
    const auto done = edit->is_delete ? service.trash(edit->id)
                                      : service.patch(edit->id, Value::Map{{kRateOnWire, edit->rate}});
    findings_.expect(done.has_value(), "no one else can edit an integration");
    edits_.push_back(*edit);
    reached_.count("edits");
  }
}

std::optional<Edit> Others::rate_edit(const std::string& label, std::size_t first) const {
  for (std::size_t i = 0; i < edits_.size(); ++i) {
    if (edits_[i].label != label || edits_[i].is_delete) continue;
    Edit edit = edits_[i];
    edit.has_to_stay = edit.has_to_stay && i >= first;
    return edit;
  }
  return std::nullopt;
}

void Others::expect_edits(std::size_t first) {
  const Value dump = tenant_.service().dump();
  for (std::size_t i = first; i < edits_.size(); ++i) {
    const Edit& edit = edits_[i];
    const Value body = find_by_id(dump, edit.id);
    const bool stays = edit.is_delete ? provider::in_trash(body) : body.get(kRateOnWire) == Value(edit.rate);
    findings_.expect(stays, fmt::format("{} ({}): an edit by another user is lost", edit.address, edit.id));
    if (stays) reached_.count("edits_kept");
  }
}

// Unless creators are hidden, an equal integration of another account may be adopted only while the run does
// not know its own creator.
void Others::watch(const Leftovers& before, const Leftovers& after, const std::string& output) {
  const auto created = after.created.empty() ? created_in(output) : after.created;
  std::set<std::string> unchecked;
  for (const auto& [address, id] : found_in(output)) {
    const auto open = before.open_creates.find(address);
    if (open != before.open_creates.end() && !open->second) unchecked.insert(id);
  }
  for (auto& stranger : strangers_) {
    if (stranger.kin != Kin::OthersTwin || stranger.may_be_taken) continue;
    const bool is_first = !created.empty() && created.front() == stranger.id;
    stranger.may_be_taken = hidden_ || is_first || unchecked.contains(stranger.id);
  }
}

// The user has to compare: it is not what was sent.
bool Others::is_alike(const std::string& id) const {
  const auto* stranger = find(id);
  return (stranger != nullptr && !is_equal(stranger->kin)) ||
         std::any_of(edits_.begin(), edits_.end(), [&](const Edit& edit) { return edit.id == id; });
}

void Others::classify(const std::vector<Doubt>& doubts) {
  for (const auto& doubt : doubts) {
    if (!classified_.insert(doubt.address).second) continue;
    const auto same = std::count_if(doubts.begin(), doubts.end(),
                                    [&](const Doubt& other) { return other.ids == doubt.ids; });
    const bool any_alike =
        std::any_of(doubt.ids.begin(), doubt.ids.end(), [&](const std::string& id) { return is_alike(id); });
    const bool are_more = static_cast<std::ptrdiff_t>(doubt.ids.size()) > same;
    reached_.count(are_more && !any_alike ? "ambiguous" : "left_to_person");
  }
}

std::vector<std::string> Others::own_unmanaged(const std::string& name, const Ids& managed) const {
  const auto ids = values_of(managed);
  std::vector<std::string> own;
  const Value dump = tenant_.service().dump();
  for (const auto& body : dump.get("integrations").as_list()) {
    const std::string id = provider::id_of(body);
    if (body.get("name") == Value(name) && find(id) == nullptr && !ids.contains(id)) own.push_back(id);
  }
  return own;
}

void Others::create_no_more() {
  const Value changes = tenant_.service().changes();
  for (const auto& change : changes.as_list()) {
    if (!(change.get("do") == Value("add"))) continue;
    const bool struck = !(change.get("struck") == Value(0));
    findings_.expect(!struck || change.get("error") == Value(""), "no one else can create an integration");
    if (struck) reached_.count("strangers");
    const std::string id = change.at_path("with.id").as_string();
    if (!struck) std::erase_if(strangers_, [&](const Stranger& stranger) { return stranger.id == id; });
  }
  tenant_.service().clear_changes();
}

void Others::end_stage(const Ids& managed, const std::vector<std::string>& left_over) {
  const Value dump = tenant_.service().dump();
  const auto ids = values_of(managed);
  for (const auto& stranger : strangers_) {
    if (is_equal(stranger.kin)) reached_.count(stranger.kin == Kin::Twin ? "twins" : "foreign_twins");
  }
  const auto taken =
      std::erase_if(strangers_, [&](const Stranger& stranger) { return ids.contains(stranger.id); });
  reached_.count("taken_over", static_cast<int>(taken));
  for (auto& stranger : strangers_)
    stranger = {stranger.id, Kin::None, stranger.name, false, stranger.updated};
  for (const auto& id : left_over) {
    const Value body = find_by_id(dump, id);
    strangers_.push_back(
        {id, Kin::None, body.get("name").as_string(), false, body.get("updatedEpochMillis")});
  }
}

}  // namespace waveform::test
