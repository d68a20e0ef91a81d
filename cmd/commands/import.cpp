#include <fmt/format.h>

#include "base/text.h"
#include "cmd/applying.h"
#include "cmd/commands/commands.h"
#include "cmd/generating.h"

namespace waveform::cmd::commands {

namespace {

int run_import(Session& session) {
  const bool generates = session.arguments().has("generate");
  const auto& words = session.arguments().positional();
  for (std::size_t i = generates ? 0 : 1; i < words.size(); i += generates ? 1 : 2) {
    if (!base::is_id(words[i]))
      return session.misuse(fmt::format("{} is not an id", base::quote(words[i])),
                            "`waveform status` lists the ids of all integrations.");
  }
  if (generates) return generate_manifest(session);
  for (const char* flag : {"all", "service", "name"}) {
    if (session.arguments().has(flag))
      return session.misuse(fmt::format("-{} goes with -generate", flag),
                            "`waveform import -generate=adopted.tf -all`");
  }
  if (words.empty() || words.size() % 2 != 0) {
    return session.misuse(
        "import takes pairs of an address and an id",
        "`waveform import wavefront_cloud_integration_ec2.main 0526e19d-c6f4-417a-a2a7-312d14b4aab2`");
  }
  auto arguments = plan_arguments(session.arguments(), planner::Mode::ImportOnly);
  if (!arguments) return session.fail(arguments.error());
  for (std::size_t i = 0; i < words.size(); i += 2) {
    auto address = base::parse_address(words[i]);
    if (!address) return session.fail(address.error());
    arguments->request.imports.push_back({*std::move(address), words[i + 1], "", {}});
  }
  return plan_and_apply(session, *std::move(arguments));
}

}  // namespace

Command import() {
  return {"import",
          "import [flags] [ADDRESS] ID ...",
          "Import existing integrations into the state.",
          "Takes pairs of an address, whose block must be in the manifest, and an id; with -generate only "
          "ids, or -all. Does not change the service, except that it undeletes an integration in the recycle "
          "bin, after approval.",
          manifest_flags() + state_flags() + lock_flags() + generate_flags() + asking_flags() +
              std::vector<Flag>{settle_timeout_flag()},
          1000,
          run_import,
          {{"Import an integration whose block exists",
            "waveform import wavefront_cloud_integration_ec2.main 0526e19d-c6f4"},
           {"Write the manifest of all existing integrations", "waveform import -generate=adopted.tf -all"},
           {"Of some of them", "waveform import -generate=prod.tf -all -service=EC2 -name='prod *'"}}};
}

}  // namespace waveform::cmd::commands
