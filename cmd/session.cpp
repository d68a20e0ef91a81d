#include "cmd/session.h"

namespace waveform::cmd {

namespace {

// Not when the first word is an address or the name of a file.
std::string capitalised(std::string text) {
  if (text.substr(0, text.find(' ')).find_first_of("_./:") != std::string::npos) return text;
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

// A hint as a sentence; one that ends in a command is left as it is.
std::string sentence(std::string text) {
  text = capitalised(std::move(text));
  bool ends = text.empty() || std::string(".!?`:").find(text.back()) != std::string::npos;
  return ends ? text : text + ".";
}

}  // namespace

std::string error_text(const base::Error& error, const render::TextStyle& style) {
  base::Diag diag{base::Severity::Error, capitalised(error.message), {}, sentence(error.hint), {}};
  return base::render(diag, {style.width, style.colour});
}

bool Session::is_set(const char* variable) const {
  auto value = host_.environment.get(variable);
  return value && !value->empty() && *value != "0" && *value != "false";
}

bool Session::can_ask() const {
  return host_.in_is_terminal && arguments_.on("input", true) && !is_set("CI");
}

render::TextStyle Session::style(bool terminal) const {
  bool refused = arguments_.on("no-color") || is_set("NO_COLOR");
  bool usual = terminal && host_.environment.get("TERM") != "dumb";
  return {terminal ? host_.width : 80, !refused && (usual || is_set("FORCE_COLOR"))};
}

void Session::show(base::Diags& diags) {
  diags.sort();
  auto style = err_style();
  for (const auto& diag : diags.list()) say(base::render(diag, {style.width, style.colour}) + "\n");
}

ExitCode Session::fail(const base::Error& error) {
  say(error_text(error, err_style()));
  return error.kind == base::ErrorKind::Interrupted ? kInterrupted : kFailed;
}

ExitCode Session::fail(const base::Error& error, const std::string& doing) {
  return fail(base::Error{error.kind, doing + ": " + error.message, error.hint});
}

ExitCode Session::misuse(const std::string& what, const std::string& hint) {
  return fail({base::ErrorKind::Invalid, what, hint});
}

}  // namespace waveform::cmd
