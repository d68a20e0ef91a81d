#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "base/value_text.h"
#include "cmd/commands/commands.h"
#include "cmd/plan_format.h"
#include "cmd/state_access.h"
#include "planner/render/state_json.h"
#include "planner/report/plan_file.h"
#include "planner/report/report.h"
#include "provider/services/catalog.h"

namespace waveform::cmd::commands {

namespace {

// Attributes that are not set are omitted.
std::string view_text(const planner::ResourceView& view) {
  int width = 0;
  const auto& attributes = view.after.as_map();
  auto is_shown = [](const base::Value& value) { return !value.is_null() || value.marks() != 0; };
  for (const auto& [name, value] : attributes) {
    if (is_shown(value)) width = std::max(width, base::display_width(name));
  }
  std::string out = fmt::format("# {}\n", base::printable(view.address.text()));
  for (const auto& [name, value] : attributes) {
    if (is_shown(value))
      out += fmt::format("{:<{}} = {}\n", base::printable(name), width, base::value_text(value));
  }
  return out;
}

ExitCode show_state(Session& session, const state::Snapshot& snapshot) {
  auto format = plan_format(session.arguments());
  if (!format) return session.fail(format.error());
  auto views = planner::state_views(provider::services::catalog(), snapshot);
  if (*format == PlanFormat::Json) {
    session.print(render::state_json(views, snapshot.outputs, session.json_indent()));
    return kDone;
  }
  if (*format != PlanFormat::Text)
    return session.misuse("a state can only be shown as text or JSON", "`waveform show -json`");
  std::string out;
  for (const auto& view : views) out += (out.empty() ? "" : "\n") + view_text(view);
  session.print(out);
  if (views.empty()) session.say("The state has no resources.\n");
  return kDone;
}

ExitCode show_plan(Session& session, const std::string& text, const std::string& name) {
  auto format = plan_format(session.arguments());
  if (!format) return session.fail(format.error());
  auto saved = planner::decode_plan(text);
  if (!saved) return session.fail(saved.error(), base::quote(name));
  auto shown = format_plan(session, saved->report, saved->digest, *format);
  if (!shown) return session.fail(shown.error());
  session.print(*shown);
  return kDone;
}

int run_show(Session& session) {
  const auto& words = session.arguments().positional();
  std::string file = words.empty() ? session.arguments().text("state") : words[0];
  auto text = file.empty() ? base::Result<std::string>() : base::read_file(file);
  if (!text) return session.fail(text.error());
  if (planner::is_plan_file(*text)) return show_plan(session, *text, file);
  if (!file.empty() && !base::trim(*text).starts_with('{')) {
    return session.fail(
        {base::ErrorKind::Unsupported, base::quote(file) + " is neither a saved plan nor a state of waveform",
         "`waveform plan -out=FILE` saves a plan; without a file `waveform show` shows the state."});
  }
  auto backend = file.empty() ? open_backend(session) : open_backend(file);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  return show_state(session, *snapshot);
}

}  // namespace

Command show() {
  return {"show",
          "show [flags] [PLAN|STATE]",
          "Show a saved plan, or the state.",
          "Does not call the service. Without a file, shows the state.",
          std::vector<Flag>{state_file_flag()} + lock_flags() + format_flags(),
          1,
          run_show,
          {{"A saved plan, as it was made", "waveform show plan.wfplan"},
           {"For a comment on a pull request", "waveform show -format=markdown plan.wfplan"},
           {"The state", "waveform show"}}};
}

}  // namespace waveform::cmd::commands
