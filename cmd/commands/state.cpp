#include <fmt/format.h>

#include "base/text.h"
#include "cmd/commands/commands.h"
#include "cmd/workspace.h"
#include "planner/render/attribute_text.h"
#include "state/store.h"

namespace waveform::cmd::commands {

namespace {

const std::vector<Flag>& flags() {
  static const std::vector<Flag> only = {
      {"state", FlagKind::Text, "FILE", "The state file (waveform.state.json)."}};
  return only;
}

base::Result<base::Address> one_address(Session& session) {
  const auto& words = session.arguments().positional();
  if (words.size() != 1)
    return base::fail(base::ErrorKind::Invalid, "one resource address is needed",
                      "`waveform state list` lists them.");
  return base::parse_address(words[0]);
}

base::Error not_there(const base::Address& address, const state::Snapshot& snapshot) {
  std::vector<std::string> known;
  for (const auto& [other, resource] : snapshot.resources) known.push_back(other.text());
  std::string hint = base::did_you_mean(address.text(), known);
  return {base::ErrorKind::NotFound, fmt::format("the state has no {}", base::printable(address.text())),
          hint.empty() ? "`waveform state list` lists what it has." : hint};
}

int run_list(Session& session) {
  auto backend = open_backend(session);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  for (const auto& [address, resource] : snapshot->resources)
    session.print(base::printable(address.text()) + "\n");
  for (const auto& doubt : snapshot->in_doubt)
    session.say(
        fmt::format("In doubt: {} (`waveform plan` tells more)\n", base::printable(doubt.address.text())));
  return kDone;
}

// An external id is shown by `output` alone.
base::Value shown(const base::Address& address, const base::Value& value) {
  const auto* type = address.type.ends_with("_aws_external_id") ? "id" : "";
  return *type == '\0' ? value : value.with_marks(base::Value::Masked);
}

int run_show(Session& session) {
  auto address = one_address(session);
  if (!address) return session.fail(address.error());
  auto backend = open_backend(session);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  auto found = snapshot->resources.find(*address);
  if (found == snapshot->resources.end()) return session.fail(not_there(*address, *snapshot));
  const auto& resource = found->second;
  int width = 0;
  for (const auto& [name, value] : resource.attributes) width = std::max(width, base::display_width(name));
  std::string out = fmt::format("# {}\n", base::printable(address->text()));
  for (const auto& [name, value] : resource.attributes)
    out += fmt::format("{:<{}} = {}\n", name, width, render::value_text(shown(*address, value)));
  for (const auto& [name, digest] : resource.secret_digests)
    out += fmt::format("{:<{}} = (secret, not kept)\n", name, width);
  session.print(out);
  return kDone;
}

int run_rm(Session& session) {
  auto address = one_address(session);
  if (!address) return session.fail(address.error());
  auto backend = open_backend(session);
  auto writer = state::Writer::open(*backend, lock_holder(session));
  if (!writer) return session.fail(writer.error());
  auto& snapshot = writer->snapshot();
  bool in_doubt = state::find_doubt(snapshot, *address) != nullptr;
  auto found = snapshot.resources.find(*address);
  if (found == snapshot.resources.end() && !in_doubt) return session.fail(not_there(*address, snapshot));
  std::string id = found == snapshot.resources.end() ? "" : found->second.id;
  bool external_id = address->type.ends_with("_aws_external_id");
  state::apply(snapshot, {*address, {}, {}});
  if (auto saved = writer->save(); !saved) return session.fail(saved.error());
  session.print(
      in_doubt ? fmt::format(
                     "{} is no longer in doubt: the next apply creates it anew, if the manifest wants it.\n",
                     base::printable(address->text()))
               : fmt::format("Forgot {}. The service keeps it{}.\n", base::printable(address->text()),
                             external_id ? "" : ", id " + base::printable(id)));
  return kDone;
}

}  // namespace

Command state_list() {
  return {"state list",
          "state list [flags]",
          "List the resources in the state.",
          "",
          flags(),
          0,
          run_list,
          {{"What is managed?", "waveform state list"}}};
}
Command state_show() {
  return {"state show",
          "state show [flags] ADDRESS",
          "Show one resource as the state remembers it.",
          "",
          flags(),
          1,
          run_show,
          {{"One resource", "waveform state show wavefront_cloud_integration_ec2.main"}}};
}
Command state_rm() {
  return {
      "state rm",
      "state rm [flags] ADDRESS",
      "Forget one resource; the service keeps it.",
      "Also settles a create that is in doubt: the next apply creates it anew.",
      flags(),
      1,
      run_rm,
      {{"Leave an integration to somebody else", "waveform state rm wavefront_cloud_integration_ec2.main"}}};
}

}  // namespace waveform::cmd::commands
