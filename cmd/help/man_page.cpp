#include "cmd/help/man_page.h"

#include <fmt/format.h>

#include "base/text.h"
#include "waveform_version.h"

namespace waveform::cmd {

namespace {

struct Row {
  const char* name;
  const char* text;
};

// The same tables as in docs/commands.md.
constexpr Row kExitCodes[] = {
    {"0", "Done."},
    {"1", "An error; not approved; `external-id check` of an invalid id."},
    {"2", "`plan -detailed-exitcode`: there are changes."},
    {"130", "SIGINT or SIGTERM stopped it."},
};
constexpr Row kEnvironment[] = {
    {"WAVEFRONT_ADDRESS",
     "The service: example.wavefront.com; https when there is no scheme, plain http for loopback addresses "
     "only."},
    {"WAVEFRONT_TOKEN", "An API token of an account with the Proxies permission."},
    {"CSP_API_TOKEN, or CSP_APP_ID and CSP_APP_SECRET",
     "Authentication with VMware Cloud Services, when there is no other token; with CSP_ORG_ID and "
     "CSP_BASE_URL."},
    {"TF_VAR_NAME, WAVEFORM_VAR_NAME", "A value for the variable NAME; the second wins."},
    {"https_proxy, http_proxy, no_proxy", "Proxies, as in libcurl; never used for loopback addresses."},
    {"CURL_CA_BUNDLE, else SSL_CERT_FILE",
     "A file of certificate authorities to trust instead of the system's."},
    {"NO_COLOR", "No colours when it is not empty, or when TERM is dumb."},
};
constexpr Row kFiles[] = {
    {"*.wf.hcl, *.tf", "Manifests in HCL. All those in the directory are read together."},
    {"*.wf.json, *.tf.json", "Manifests in HCL's JSON syntax, or bodies of the vendor's API."},
    {"terraform.tfvars, *.auto.tfvars, waveform.wfvars, *.auto.wfvars",
     "Values of variables, in HCL or, with .json after the name, in JSON."},
    {"~/.wavefront",
     "Profiles, each with endpoint and token, for -profile; [default] is used when nothing else is set."},
    {"waveform.state.json",
     "The state, unless -state names another file. It contains no secret in plain text."},
    {"waveform.state.json.backup", "The state as it was before the last write."},
    {"waveform.state.json.journal", "Changes of an unfinished run; the next run continues from it."},
    {"waveform.state.json.lock", "The lock of a run that may write."},
};

constexpr const char* kDescription =
    "A manifest says which cloud integrations, of Amazon Web Services and others, a tenant of Tanzu "
    "Observability "
    "(Wavefront) has. waveform compares it with the service, shows what would change, and applies the "
    "changes.\n"
    "A state file records what it created, so that resources removed from the manifest are deleted and "
    "manual changes are detected. `waveform simulate` serves a simulated API for tests.\n"
    "A flag has one dash or two; its value follows an equals sign or is the next word. A switch takes "
    "only "
    "=true or =false.";

// Escapes characters that are special in roff, or that it would replace.
std::string escaped(char c) {
  switch (c) {
    case '\\':
      return "\\e";
    case '-':
      return "\\-";
    case '\'':
      return "\\(aq";
    case '^':
      return "\\(ha";
    case '~':
      return "\\(ti";
    case '`':
      return "\\(ga";
    default:
      return std::string(1, c);
  }
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) out += escaped(c);
  return out.starts_with('.') ? "\\&" + out : out;
}

// Prose: one paragraph per line, `code` in bold.
std::string prose(std::string_view text) {
  std::string out;
  bool code = false;
  for (auto paragraph : base::split(text, '\n')) {
    if (!out.empty()) out += ".PP\n";
    std::string wrapped = base::wrap(paragraph, 72);
    for (auto line : base::split(wrapped, '\n')) {
      std::string set;
      for (char c : line) {
        if (c == '`') code = !code;
        set += c != '`' ? escaped(c) : code ? "\\fB" : "\\fR";
      }
      out += (set.starts_with('.') ? "\\&" : "") + set + "\n";
    }
  }
  return out;
}

std::string item(const std::string& term, const std::string& text) {
  return ".TP\n" + term + "\n" + prose(text);
}

std::string flag_items(const std::vector<Flag>& flags) {
  std::string out;
  for (const auto& flag : flags) {
    std::string term = "\\fB\\-" + escaped(flag.name) + "\\fR";
    if (flag.kind != FlagKind::Switch) term += "=\\fI" + escaped(flag.value) + "\\fR";
    out += item(term, flag.help);
  }
  return out;
}

std::string example_items(const std::vector<Command>& commands) {
  std::string out;
  for (const auto& command : commands) {
    for (const auto& example : command.examples)
      out += ".PP\n" + prose(example.purpose + ":") + ".PP\n.RS 4\n.nf\n" + escaped(example.line) +
             "\n.fi\n.RE\n";
  }
  return out.substr(out.find('\n') + 1);
}

std::string section(const std::string& title, std::span<const Row> rows) {
  std::string out = ".SH " + title + "\n";
  for (const auto& row : rows) out += item("\\fB" + escaped(row.name) + "\\fR", row.text);
  return out;
}

std::string command_section(const Command& command) {
  std::string out = ".SS \"waveform " + escaped(command.usage) + "\"\n" + prose(command.summary);
  if (!command.text.empty()) out += ".PP\n" + prose(command.text);
  return out + flag_items(command.flags);
}

}  // namespace

std::string man_page(const std::vector<Command>& commands) {
  std::string out =
      ".TH WAVEFORM 1 \"\" \"waveform " WAVEFORM_VERSION
      "\" \"User Commands\"\n.SH NAME\nwaveform \\- cloud integrations of Tanzu Observability as code\n"
      ".SH SYNOPSIS\n\\fBwaveform\\fR [\\fIglobal flags\\fR] \\fICOMMAND\\fR [\\fIflags\\fR] "
      "[\\fIarguments\\fR]\n.SH DESCRIPTION\n" +
      prose(kDescription) + ".SH GLOBAL FLAGS\nBefore or after the command.\n" + flag_items(global_flags()) +
      ".SH COMMANDS\n";
  for (const auto& command : commands) out += command_section(command);
  return out + ".SH EXAMPLES\n" + example_items(commands) + section("EXIT STATUS", kExitCodes) +
         section("ENVIRONMENT", kEnvironment) + section("FILES", kFiles);
}

}  // namespace waveform::cmd
