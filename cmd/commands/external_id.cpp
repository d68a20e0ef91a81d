#include "cmd/commands/commands.h"
#include "cmd/connect.h"

namespace waveform::cmd::commands {

namespace {

// Reads only the environment, not the manifest.
base::Result<std::string> one_id(Session& session) {
  const auto& words = session.arguments().positional();
  if (words.size() != 1 || words[0].empty())
    return base::fail(base::ErrorKind::Invalid, "one external id is needed",
                      "`waveform external-id check wave341a3452`");
  return words[0];
}

int run_create(Session& session) {
  auto service = connect(session, nullptr);
  if (!service) return session.fail(service.error());
  auto id = service->api->create_external_id();
  if (!id) return session.fail(id.error(), "no external id was created");
  session.print(*id + "\n");
  return kDone;
}

int run_check(Session& session) {
  auto id = one_id(session);
  if (!id) return session.fail(id.error());
  auto service = connect(session, nullptr);
  if (!service) return session.fail(service.error());
  auto valid = service->api->check_external_id(*id);
  if (valid) {
    session.print("Valid.\n");
    return kDone;
  }
  if (valid.error().kind != base::ErrorKind::NotFound) return session.fail(valid.error());
  return session.fail(
      {base::ErrorKind::NotFound, "this external id is not valid, or has expired",
       "Create a new one with `waveform external-id create`, and put it into the role's trust policy."});
}

int run_delete(Session& session) {
  auto id = one_id(session);
  if (!id) return session.fail(id.error());
  auto service = connect(session, nullptr);
  if (!service) return session.fail(service.error());
  if (auto deleted = service->api->delete_external_id(*id); !deleted) return session.fail(deleted.error());
  session.print("Deleted.\n");
  return kDone;
}

}  // namespace

Command external_id_create() {
  return {"external-id create",
          "external-id create",
          "Create an AWS external id and print it.",
          "It expires and is valid for one role: put it into the role's trust policy soon (`waveform "
          "trust-policy`).",
          {},
          0,
          run_create,
          {{"Create one for a manifest", "export TF_VAR_external_id=$(waveform external-id create)"}}};
}
Command external_id_check() {
  return {"external-id check",
          "external-id check ID",
          "Check whether an external id is valid; exits with 1 when it is not.",
          "",
          {},
          1,
          run_check,
          {{"Check one", "waveform external-id check wave341a3452"}}};
}
Command external_id_delete() {
  return {"external-id delete",
          "external-id delete ID",
          "Delete an external id.",
          "",
          {},
          1,
          run_delete,
          {{"Delete one that is no longer needed", "waveform external-id delete wave341a3452"}}};
}

}  // namespace waveform::cmd::commands
