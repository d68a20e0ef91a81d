#include "cmd/session.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "planner/render/error_diag.h"
#include "waveform_version.h"

namespace waveform::cmd {

std::string error_text(const base::Error& error, const render::TextStyle& style) {
  return base::render(render::error_diag(error), {style.width, style.colour});
}

Session::Session(Process& process, Arguments arguments, std::unique_ptr<RequestLog> log)
    : process_(process),
      arguments_(std::move(arguments)),
      log_(std::move(log)),
      watch_(process.clock, [this](const render::Pause& pause) {
        say(render::progress_lines().pause(pause, {0, err_style()}));
      }) {
  for (const char* name : kCredentialVariables) hide(process.environment.get(name).value_or(""));
}

// A manifest can repeat a credential where only the output shows it, such as in an error message.
void Session::hide(const std::string& credential) {
  constexpr std::size_t kShortest = 12;  // shorter ones would match by chance
  if (credential.size() < kShortest) return;
  credentials_.learn(base::Value(credential).with_marks(base::Value::Sensitive));
  const std::string in_json = base::write_json(credential);
  plain_.insert({credential, in_json.substr(1, in_json.size() - 2)});
}

// A large plan, whose values were checked, is only searched for the literal credential.
std::string Session::cut(const std::string& text) const {
  constexpr std::size_t kLarge = std::size_t{1} << 20;
  const bool is_there = std::any_of(plain_.begin(), plain_.end(), [&](const std::string& credential) {
    return text.find(credential) != std::string::npos;
  });
  return text.size() < kLarge || is_there ? credentials_.cut(text) : text;
}

void Session::print(const std::string& text) {
  if (speaks_events_) return tell(render::log_event(text));
  process_.out << cut(text) << std::flush;
}

void Session::say(const std::string& text) {
  if (speaks_events_) return tell(render::log_event(text));
  process_.err << cut(text) << std::flush;
}

void Session::speak_events() {
  speaks_events_ = true;
  tell(render::version_event(WAVEFORM_VERSION));
}

void Session::tell(render::Event event) {
  process_.out << cut(render::event_line(std::move(event), process_.clock.now_epoch_millis())) << std::flush;
}

bool Session::is_set(const char* variable) const {
  auto value = process_.environment.get(variable);
  return value && !value->empty() && *value != "0" && *value != "false";
}

bool Session::can_ask() const {
  return process_.in_is_terminal && arguments_.on("input", true) && !is_set("CI") && !speaks_events_;
}

bool Session::can_ask_for_values() const {
  const auto input = process_.environment.get("TF_INPUT").value_or("");
  return can_ask() && process_.err_is_terminal && input != "0" && input != "false";
}

bool Session::approves(const std::string& question) {
  const Answer answer = process_.ask(question, true);
  if (answer.kind == Answer::Kind::End) say("\n");
  return answer.kind == Answer::Kind::Line && base::trim(answer.text) == "yes";
}

bool Session::can_draw() const {
  auto terminal = process_.environment.get("TERM").value_or("");
  bool is_capable = process_.err_is_terminal && process_.err_size && !terminal.empty() && terminal != "dumb";
  bool is_shared = log_ != nullptr && !arguments_.has("log-file");
  return is_capable && !is_shared && !is_set("CI");
}

render::TextStyle Session::style(bool terminal) const {
  bool refused = arguments_.on("no-color") || is_set("NO_COLOR");
  bool usual = terminal && process_.environment.get("TERM") != "dumb";
  const bool is_coloured = !refused && (usual || is_set("FORCE_COLOR"));
  if (!terminal) return {.width = render::kNoEdge, .colour = is_coloured};
  constexpr int kNarrowest = 20;
  return {std::max(process_.size.columns, kNarrowest), is_coloured, process_.size.rows};
}

void Session::show(base::Diags& diags, const render::BlockAt& block_at) {
  diags.sort();
  if (speaks_events_) {
    auto no_block = [](const base::Range&) { return std::string(); };
    for (const auto& diag : diags.list()) {
      if (diag.severity != base::Severity::Note)
        tell(render::diagnostic_event(diag, block_at ? block_at : no_block));
    }
    return;
  }
  auto style = err_style();
  constexpr std::size_t kMost = 1000;  // finding the line of each also takes time
  const auto& all = diags.list();
  const bool is_compact = arguments_.on("compact-warnings");
  for (std::size_t i = 0; i < std::min(all.size(), kMost); ++i) {
    const auto& diag = all[i];
    if (is_compact && diag.severity == base::Severity::Warning) {
      const std::string place = diag.range.source == nullptr ? "" : ", " + base::where(diag.range);
      say(fmt::format("Warning: {}{}\n", base::headline(diag.summary, diag.check), place));
    } else {
      say(base::render(diag, {style.width, style.colour}) + "\n");
    }
  }
  if (all.size() > kMost)
    say(fmt::format("{} more errors and warnings are not shown.\n", all.size() - kMost));
}

ExitCode Session::fail(const base::Error& error) {
  if (speaks_events_) {
    base::Diags diags;
    diags.add(render::error_diag(error));
    show(diags);
  } else {
    say(error_text(error, err_style()));
  }
  return error.kind == base::ErrorKind::Interrupted ? kInterrupted : kFailed;
}

ExitCode Session::fail(const base::Error& error, const std::string& doing) {
  return fail(base::Error{error.kind, doing + ": " + error.message, error.hint});
}

ExitCode Session::misuse(const std::string& what, const std::string& hint) {
  return fail({base::ErrorKind::Invalid, what, hint});
}

}  // namespace waveform::cmd
