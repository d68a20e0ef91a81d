// One run of one command: its arguments, and how it speaks to the user.
#pragma once

#include <memory>
#include <string>

#include "base/diag.h"
#include "base/result.h"
#include "cmd/call_log.h"
#include "cmd/flags.h"
#include "cmd/host.h"

namespace waveform::cmd {

class Session {
 public:
  Session(Host& host, Arguments arguments, std::unique_ptr<CallLog> log = nullptr)
      : host_(host), arguments_(std::move(arguments)), log_(std::move(log)) {}

  Host& host() { return host_; }
  const Arguments& arguments() const { return arguments_; }
  CallLog* log() { return log_.get(); }  // null: none is asked for
  // For stdout and stderr; in colour on a terminal that is not dumb or with FORCE_COLOR, never with -no-color
  // or NO_COLOR.
  render::TextStyle out_style() const { return style(host_.out_is_terminal); }
  render::TextStyle err_style() const { return style(host_.err_is_terminal); }

  void print(const std::string& text) { host_.out << text << std::flush; }  // to stdout
  void say(const std::string& text) { host_.err << text << std::flush; }    // to stderr
  void show(base::Diags& diags);                                            // on stderr, sorted
  // Somebody is at the terminal to answer a question: no -input=false, and no CI in the environment.
  bool can_ask() const;
  // The same for values of variables, whose questions stand on stderr.
  bool can_ask_for_values() const { return can_ask() && host_.err_is_terminal; }
  ExitCode fail(const base::Error& error);
  ExitCode fail(const base::Error& error, const std::string& doing);
  // The command was called in a way that it does not take; `hint` says how it is called.
  ExitCode misuse(const std::string& what, const std::string& hint);

 private:
  render::TextStyle style(bool terminal) const;
  bool is_set(const char* variable) const;

  Host& host_;
  Arguments arguments_;
  std::unique_ptr<CallLog> log_;
};

// One error in the form of diagnostics: "Error: Message." and the hint below.
std::string error_text(const base::Error& error, const render::TextStyle& style);

}  // namespace waveform::cmd
