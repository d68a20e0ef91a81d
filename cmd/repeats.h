// Secrets that a manifest repeats where they would be shown, or that the service returned: docs/trust.md.
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

// Shorter values occur in other strings by chance.
inline constexpr std::size_t kShortestRepeat = 12;

class Repeats {
 public:
  // `credentials`: the known tokens and CSP credentials. REQUIRES: the project outlives this.
  Repeats(const Project& project, const std::vector<std::string>& credentials);

  // An error for each planned value that contains a credential; a warning for each that contains the value of
  // a sensitive variable in plain text, except names, ARNs, ids and enumerations where the value is not also
  // a secret of an integration.
  void check(base::Diags& diags) const;

  // The response of the service, without such values.
  void hide(planner::Plan& plan) const;
  void hide(planner::Report& report) const;

 private:
  // A value of the manifest.
  struct Place {
    std::string name;  // for messages; can contain the secret
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
  provider::SecretTexts everywhere_;              // hidden in all attributes
  provider::SecretTexts elsewhere_;               // the same, except in names, ARNs, ids and enumerations
};

}  // namespace waveform::cmd
