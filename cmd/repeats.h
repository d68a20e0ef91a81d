// Secrets of the user that a manifest repeats where they are shown, and that the service returned:
// docs/trust.md.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/diag.h"
#include "cmd/project.h"
#include "planner/plan/plan.h"
#include "planner/report/report.h"
#include "provider/secret_texts.h"

namespace waveform::cmd {

// Shorter values stand in other texts by chance.
inline constexpr std::size_t kShortestRepeat = 12;

class Repeats {
 public:
  // `credentials`: the token, and what it is made of, as far as they are known. REQUIRES: the project
  // outlives this.
  Repeats(const Project& project, const std::vector<std::string>& credentials);

  // An error for each place of what the manifest wants that has a credential in it; a warning for each that
  // has the value of a sensitive variable in plain text, except names, ARNs, ids and enumerations where the
  // value is not a secret of an integration as well.
  void check(base::Diags& diags) const;

  // What the service returned, without such values.
  void hide(planner::Plan& plan) const;
  void hide(planner::Report& report) const;

 private:
  // A value of the manifest.
  struct Place {
    std::string name;  // for messages; may have the secret in it
    base::Range range;
    base::Value value;
    const provider::Attribute* attribute = nullptr;  // of a resource
  };
  void find_places();
  void add_resource(const base::Address& address, const planner::Instance& instance);
  void learn_variables();
  bool is_told(const Place& place, base::Diags& diags) const;
  base::Value hidden(const base::Address& address, const std::string& attribute,
                     const base::Value& value) const;

  const Project& project_;
  std::vector<Place> places_;
  provider::SecretTexts credentials_;
  std::map<std::string, std::string> variables_;  // by value: the name of the sensitive variable
  provider::SecretTexts everywhere_;              // what is hidden in all attributes
  provider::SecretTexts elsewhere_;               // the same, except in names, ARNs, ids and enumerations
};

}  // namespace waveform::cmd
