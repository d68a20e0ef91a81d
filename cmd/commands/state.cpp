#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "base/value_text.h"
#include "cmd/commands/commands.h"
#include "cmd/state_access.h"
#include "planner/live/secrets.h"
#include "provider/services/catalog.h"
#include "state/store.h"

namespace waveform::cmd::commands {

namespace {

std::vector<Flag> reading_flags() {
  return std::vector<Flag>{state_file_flag()} + lock_flags();
}

std::vector<Flag> writing_flags() {
  return reading_flags() +
         std::vector<Flag>{{"dry-run", FlagKind::Switch, "", "Only show what would be changed."}};
}

base::Result<base::Address> address_at(Session& session, std::size_t i, std::size_t wanted) {
  const auto& words = session.arguments().positional();
  if (words.size() != wanted)
    return base::fail(base::ErrorKind::Invalid,
                      wanted == 1 ? "one resource address is needed" : "two resource addresses are needed",
                      "`waveform state list` lists them.");
  return base::parse_address(words[i]);
}

base::Error not_there(const base::Address& address, const state::Snapshot& snapshot) {
  std::vector<std::string> known;
  for (const auto& [other, resource] : snapshot.resources) known.push_back(other.text());
  std::string hint = base::near_address(address, known);
  return {base::ErrorKind::NotFound, fmt::format("the state has no {}", base::printable(address.text())),
          hint.empty() ? "`waveform state list` lists what it has." : hint};
}

// Writes the state, except with -dry-run.
int finish(Session& session, state::Writer& writer, const std::string& done, const std::string& would) {
  if (session.arguments().on("dry-run")) {
    session.print(would + "\n");
    return kDone;
  }
  if (auto saved = writer.save(); !saved) return session.fail(saved.error());
  session.print(done + "\n");
  return kDone;
}

// Those of the command line; a block without a key names all of its instances.
base::Result<std::vector<base::Address>> addresses_given(Session& session) {
  std::vector<base::Address> addresses;
  for (const auto& word : session.arguments().positional()) {
    auto address = base::parse_address(word);
    if (!address) return base::fail(address.error());
    addresses.push_back(*std::move(address));
  }
  return addresses;
}

bool names(const base::Address& given, const base::Address& address) {
  return given == address || given == address.block();
}

int run_list(Session& session) {
  auto given = addresses_given(session);
  if (!given) return session.fail(given.error());
  auto backend = open_backend(session);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  bool by_id = session.arguments().has("id");
  std::string id = session.arguments().text("id");
  if (by_id && state::find_owner(*snapshot, id) == nullptr)
    return session.fail(
        {base::ErrorKind::NotFound, "nothing in the state manages the id " + base::printable(id), ""});
  const auto is_named = [&](const base::Address& address) {
    return given->empty() ||
           std::any_of(given->begin(), given->end(), [&](const auto& one) { return names(one, address); });
  };
  for (const auto& one : *given) {
    if (std::none_of(snapshot->resources.begin(), snapshot->resources.end(),
                     [&](const auto& entry) { return names(one, entry.first); }))
      return session.fail(not_there(one, *snapshot));
  }
  for (const auto& [address, resource] : snapshot->resources) {
    if (is_named(address) && (!by_id || resource.id == id))
      session.print(base::printable(address.text()) + "\n");
  }
  for (const auto& intent : snapshot->intents) {
    if (is_named(intent.address))
      session.say(fmt::format("In doubt: {} (run `waveform plan` for details)\n",
                              base::printable(intent.address.text())));
  }
  return kDone;
}

int run_state_show(Session& session) {
  auto address = address_at(session, 0, 1);
  if (!address) return session.fail(address.error());
  auto backend = open_backend(session);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  auto found = snapshot->resources.find(*address);
  if (found == snapshot->resources.end()) return session.fail(not_there(*address, *snapshot));
  const auto& resource = found->second;
  auto external_ids = planner::managed_external_ids(provider::services::catalog(), *snapshot);
  int width = 0;
  for (const auto& [name, value] : resource.attributes) width = std::max(width, base::display_width(name));
  std::string out = fmt::format("# {}\n", base::printable(address->text()));
  for (const auto& [name, value] : resource.attributes)
    out += fmt::format("{:<{}} = {}\n", base::printable(name), width,
                       base::value_text(planner::mask_external_ids(external_ids, value)));
  for (const auto& [name, digest] : resource.secret_digests)
    out += fmt::format("{:<{}} = (secret, not kept)\n", base::printable(name), width);
  session.print(out);
  return kDone;
}

// Removes it from the snapshot. Returns what was done, and what would be done.
std::pair<std::string, std::string> forget(state::Snapshot& snapshot, const base::Address& address) {
  const bool in_doubt = state::find_intent(snapshot, address) != nullptr;
  const auto found = snapshot.resources.find(address);
  const std::string id = found == snapshot.resources.end() ? "" : found->second.id;
  const std::string name = base::printable(address.text());
  state::apply(snapshot, {address, {}, {}});
  if (in_doubt) {
    return {name +
                " is no longer in doubt: the next apply creates it if it is in the manifest (if its name is "
                "taken, with -allow-duplicate).",
            name + " would no longer be in doubt."};
  }
  const std::string kept = provider::is_external_id(provider::services::catalog(), address.type)
                               ? ""
                               : ", id " + base::printable(id);
  return {fmt::format("Forgot {}. The service keeps it{}.", name, kept),
          fmt::format("Would forget {}. The service would keep it{}.", name, kept)};
}

// All of them, or none.
int run_rm(Session& session) {
  auto given = addresses_given(session);
  if (!given) return session.fail(given.error());
  if (given->empty())
    return session.misuse("a resource address is needed", "`waveform state list` lists them.");
  auto backend = open_backend(session);
  auto writer = open_writer(session, *backend);
  if (!writer) return session.fail(writer.error());
  auto& snapshot = writer->snapshot();
  std::set<base::Address> all;
  for (const auto& one : *given) {
    const auto before = all.size();
    for (const auto& [address, resource] : snapshot.resources)
      if (names(one, address)) all.insert(address);
    for (const auto& intent : snapshot.intents)
      if (names(one, intent.address)) all.insert(intent.address);
    const bool is_there =
        all.size() > before ||
        std::any_of(all.begin(), all.end(), [&](const auto& address) { return names(one, address); });
    if (!is_there) return session.fail(not_there(one, snapshot));
  }
  std::string done, would;
  for (const auto& address : all) {
    auto [did, would_do] = forget(snapshot, address);
    done += (done.empty() ? "" : "\n") + did;
    would += (would.empty() ? "" : "\n") + would_do;
  }
  return finish(session, *writer, done, would);
}

int run_mv(Session& session) {
  auto from = address_at(session, 0, 2);
  if (!from) return session.fail(from.error());
  auto to = address_at(session, 1, 2);
  if (!to) return session.fail(to.error());
  if (*from == *to)
    return session.misuse("both addresses are the same", "`waveform state mv OLD_ADDRESS NEW_ADDRESS`");
  auto backend = open_backend(session);
  auto writer = open_writer(session, *backend);
  if (!writer) return session.fail(writer.error());
  auto& snapshot = writer->snapshot();
  if (!snapshot.resources.contains(*from) && state::find_intent(snapshot, *from) == nullptr)
    return session.fail(not_there(*from, snapshot));
  if (from->type != to->type) {
    return session.fail({base::ErrorKind::Invalid,
                         fmt::format("a resource of type {} cannot become {}", base::printable(from->type),
                                     base::printable(to->type)),
                         "The service of an integration cannot change."});
  }
  std::string old_name = base::printable(from->text()), new_name = base::printable(to->text());
  if (snapshot.resources.contains(*to) || state::find_intent(snapshot, *to) != nullptr) {
    return session.fail(
        {base::ErrorKind::Conflict, fmt::format("the state already has {}", new_name),
         fmt::format("To forget that one: `waveform state rm {}`", base::shell_word(new_name))});
  }
  state::move(snapshot, *from, *to);
  return finish(session, *writer,
                fmt::format("Moved {} to {}. Rename its block in the manifest as well.", old_name, new_name),
                fmt::format("Would move {} to {}.", old_name, new_name));
}

}  // namespace

Command state_list() {
  return {"state list",
          "state list [flags] [ADDRESS] ...",
          "List the resources in the state.",
          "An address without a key lists all instances of its block.",
          reading_flags() + std::vector<Flag>{{"id", FlagKind::Text, "ID", "Only the one with this id."}},
          1000,
          run_list,
          {{"List all", "waveform state list"},
           {"Find the address of an id", "waveform state list -id=0526e19d-c6f4"}}};
}
Command state_show() {
  return {"state show",
          "state show [flags] ADDRESS",
          "Show one resource as the state remembers it.",
          "",
          reading_flags(),
          1,
          run_state_show,
          {{"One resource", "waveform state show wavefront_cloud_integration_ec2.main"}}};
}
Command state_mv() {
  return {"state mv",
          "state mv [flags] FROM TO",
          "Move a resource to another address; does not change the service.",
          "",
          writing_flags(),
          2,
          run_mv,
          {{"After its block has been renamed", "waveform state mv OLD_ADDRESS NEW_ADDRESS"}}};
}
Command state_rm() {
  return {"state rm",
          "state rm [flags] ADDRESS ...",
          "Remove resources from the state; the service keeps them.",
          "An address without a key removes all instances of its block. Also resolves a create that is in "
          "doubt: the next apply creates it again.",
          writing_flags(),
          1000,
          run_rm,
          {{"Stop managing an integration", "waveform state rm wavefront_cloud_integration_ec2.main"}}};
}

}  // namespace waveform::cmd::commands
