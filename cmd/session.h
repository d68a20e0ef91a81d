// One run of one command: its arguments and its output.
#pragma once

#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/diag.h"
#include "base/result.h"
#include "cmd/call_watch.h"
#include "cmd/flags.h"
#include "cmd/process.h"
#include "cmd/request_log.h"
#include "planner/render/ui_events.h"
#include "provider/secret_texts.h"

namespace waveform::cmd {

// From the environment.
inline constexpr const char* kCredentialVariables[] = {"WAVEFRONT_TOKEN", "CSP_API_TOKEN", "CSP_APP_SECRET"};

class Session {
 public:
  Session(Process& process, Arguments arguments, std::unique_ptr<RequestLog> log = nullptr);

  Process& process() { return process_; }
  const Arguments& arguments() const { return arguments_; }
  RequestLog* log() { return log_.get(); }  // null: no request log
  CallWatch& watch() { return watch_; }
  // For stdout and stderr; in colour on a terminal that is not dumb or with FORCE_COLOR, never with -no-color
  // or NO_COLOR.
  render::TextStyle out_style() const { return style(process_.out_is_terminal); }
  render::TextStyle err_style() const { return style(process_.err_is_terminal); }

  // Of JSON on stdout: one line where it is not a terminal.
  int json_indent() const { return process_.out_is_terminal ? 2 : -1; }

  // A credential: redacted in all later output, in any form.
  void hide(const std::string& credential);
  void print(const std::string& text);  // to stdout
  void say(const std::string& text);    // to stderr
  // On stderr, sorted.
  void show(base::Diags& diags, const render::BlockAt& block_at = {});

  // From now on all output is events (docs/apply-json.md) on stdout, without prompts.
  void speak_events();
  bool speaks_events() const { return speaks_events_; }
  void tell(render::Event event);  // REQUIRES: speaks_events()

  // A signal came before the first change: further calls are not sent.
  bool gives_up() const { return !must_finish_ && process_.interrupted(); }
  // From now on calls are completed despite signals.
  void must_finish() {
    must_finish_ = true;
    process_.must_finish();
  }

  // A block can be drawn on stderr: an interactive terminal that is not dumb, without other writers.
  bool can_draw() const;
  // Prompting is possible: stdin is a terminal, without -input=false or CI in the environment.
  bool can_ask() const;
  // The same for values of variables, whose prompts are on stderr; not with Terraform's TF_INPUT=0 or false.
  bool can_ask_for_values() const;
  // Whether the user entered "yes" at this prompt. REQUIRES: can_ask().
  bool approves(const std::string& question);
  ExitCode fail(const base::Error& error);
  ExitCode fail(const base::Error& error, const std::string& doing);
  // The command was called with wrong arguments; `hint` shows the usage.
  ExitCode misuse(const std::string& what, const std::string& hint);

 private:
  render::TextStyle style(bool terminal) const;
  std::string cut(const std::string& text) const;
  bool is_set(const char* variable) const;

  Process& process_;
  Arguments arguments_;
  std::unique_ptr<RequestLog> log_;
  CallWatch watch_;
  std::atomic<bool> must_finish_ = false;
  bool speaks_events_ = false;
  provider::SecretTexts credentials_{{"(credential)", "(credential)"}};
  std::set<std::string> plain_;  // of them, in plain text and in JSON
};

// One error in the form of diagnostics: "Error: Message." and the hint below.
std::string error_text(const base::Error& error, const render::TextStyle& style);

}  // namespace waveform::cmd
