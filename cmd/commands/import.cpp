#include <fmt/format.h>

#include "base/text.h"
#include "cmd/commands/commands.h"
#include "cmd/workspace.h"
#include "planner/desired.h"
#include "planner/live.h"
#include "planner/records.h"
#include "planner/secrets.h"
#include "provider/wire.h"
#include "state/store.h"

namespace waveform::cmd::commands {

using base::ErrorKind;
using base::Result;

namespace {

Result<state::Resource> read_external_id(provider::Api& api, const std::string& id) {
  auto valid = api.check_external_id(id);
  if (!valid && valid.error().kind == ErrorKind::NotFound)
    return base::fail(ErrorKind::NotFound, "this external id is not valid (any more)");
  if (!valid) return base::fail(valid.error());
  state::Resource record;
  record.id = id;
  record.attributes.emplace("id", id);
  return record;
}

Result<state::Resource> read_integration(provider::Api& api, const provider::ResourceType& type,
                                         const std::string& id, std::string_view digest_key) {
  auto body = api.get(id);
  if (!body && body.error().kind == ErrorKind::NotFound)
    return base::fail(ErrorKind::NotFound,
                      fmt::format("there is no integration with the id {}", base::printable(id)));
  if (!body) return base::fail(body.error());
  if (provider::service_of(*body) != type.service) {
    return base::fail(ErrorKind::Invalid,
                      fmt::format("{} is a {} integration, {} takes {}", base::printable(id),
                                  base::printable(provider::service_of(*body)), type.name, type.service));
  }
  if (provider::in_trash(*body)) {
    return base::fail(ErrorKind::Invalid, fmt::format("{} is in the recycle bin", base::printable(id)),
                      "Recover it in the product first, then import it.");
  }
  return planner::make_record(type, id, provider::read_attributes(type, *body), {}, nullptr, digest_key);
}

// What the manifest keeps secret is kept out of the state: a digest stands for it.
void hide_secrets(state::Resource& record, const Workspace& workspace, const base::Address& address,
                  std::string_view digest_key) {
  const auto& block = workspace.manifest->config.resources.at(address);
  base::Diags said;  // when everything was evaluated
  for (const auto& [name, value] : planner::evaluate_resource(block, *workspace.scope, said)) {
    auto seen = record.attributes.find(name);
    if (seen == record.attributes.end() || !planner::is_hidden(*block.type->find(name), value)) continue;
    record.secret_digests.insert_or_assign(name, planner::secret_digest(digest_key, seen->second));
    record.attributes.erase(seen);
  }
}

// The address is in the manifest and free, the id belongs to nobody.
Result<void> check(const Workspace& workspace, const state::Snapshot& snapshot, const base::Address& address,
                   const std::string& id) {
  const auto& resources = workspace.manifest->config.resources;
  if (!resources.contains(address)) {
    return base::fail(ErrorKind::Invalid,
                      fmt::format("the manifest has no {}", base::printable(address.text())),
                      fmt::format("Write its block first: resource \"{}\" \"{}\" {{ … }}.",
                                  base::printable(address.type), base::printable(address.name)));
  }
  if (auto managed = snapshot.resources.find(address); managed != snapshot.resources.end()) {
    return base::fail(
        ErrorKind::Conflict,
        fmt::format("{} manages {} already", address.text(), base::printable(managed->second.id)),
        fmt::format("`waveform state rm {}` makes waveform forget that one; the service keeps it.",
                    address.text()));
  }
  if (const auto* owner = state::find_owner(snapshot, id))
    return base::fail(ErrorKind::Conflict,
                      fmt::format("{} is managed already, as {}", base::printable(id), owner->text()));
  return {};
}

int run_import(Session& session) {
  const auto& words = session.arguments().positional();
  if (words.size() != 2)
    return session.misuse(
        "import takes an address and an id",
        "`waveform import wavefront_cloud_integration_ec2.main 0526e19d-c6f4-417a-a2a7-312d14b4aab2`");
  auto address = base::parse_address(words[0]);
  if (!address) return session.fail(address.error());
  base::Diags diags;
  auto workspace = open_workspace(session, diags);
  evaluate_all(*workspace, diags);
  session.show(diags);
  if (diags.has_errors()) return kFailed;
  auto backend = open_backend(session);
  auto writer = state::Writer::open(*backend, lock_holder(session));
  if (!writer) return session.fail(writer.error());
  if (auto free = check(*workspace, writer->snapshot(), *address, words[1]); !free)
    return session.fail(free.error());
  auto service = connect(session, workspace.get());
  if (!service) return session.fail(service.error());
  if (auto pinned = pin_address(session, writer->snapshot(), service->address); !pinned)
    return session.fail(pinned.error());
  const auto& type = *workspace->manifest->config.resources.at(*address).type;
  bool external_id = type.lifecycle == provider::Lifecycle::ExternalId;
  auto record = external_id ? read_external_id(*service->api, words[1])
                            : read_integration(*service->api, type, words[1], writer->snapshot().digest_key);
  if (!record) return session.fail(record.error());
  if (!external_id) hide_secrets(*record, *workspace, *address, writer->snapshot().digest_key);
  state::apply(writer->snapshot(), {*address, *std::move(record), {}});
  if (auto saved = writer->save(); !saved) return session.fail(saved.error());
  session.print(fmt::format(
      "Imported {}. Nothing was changed in the service; `waveform plan` shows where the manifest differs.\n",
      address->text()));
  return kDone;
}

}  // namespace

Command import() {
  return {
      "import",
      "import [flags] ADDRESS ID",
      "Put an existing integration under management.",
      "The manifest must have a block for the address. The service is only read.",
      manifest_flags() + state_flags(),
      2,
      run_import,
      {{"Take over an integration", "waveform import wavefront_cloud_integration_ec2.main 0526e19d-c6f4"}}};
}

}  // namespace waveform::cmd::commands
