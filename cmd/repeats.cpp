#include "cmd/repeats.h"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "base/base64.h"
#include "planner/eval/outputs.h"
#include "planner/eval/resource_values.h"
#include "planner/import/imports.h"
#include "planner/report/report.h"
#include "planner/report/report_configuration.h"

namespace waveform::cmd {

using base::Value;

namespace {

Value secret(const std::string& text) {
  return Value(text).with_marks(Value::Sensitive);
}

// The base64 form within longer data, at any offset.
std::vector<std::string> base64_forms(const std::string& text) {
  std::vector<std::string> forms;
  for (std::size_t before = 0; before < 3; ++before) {
    std::string form = base::to_base64(std::string(before, '\0') + text);
    form.resize(form.find_last_not_of('=') + 1);
    if ((before + text.size()) % 3 != 0) form.pop_back();  // depends on what follows
    form.erase(0, before == 0 ? 0 : before + 1);           // depends on what is before
    std::string in_urls = form;
    std::replace(in_urls.begin(), in_urls.end(), '+', '-');
    std::replace(in_urls.begin(), in_urls.end(), '/', '_');
    forms.insert(forms.end(), {std::move(form), std::move(in_urls)});
  }
  return forms;
}

enum class Texts {
  All,    // also keys
  Plain,  // the same, except in marked values
  Values  // without keys, which are names
};

// All strings of a value.
void each_text(const Value& value, Texts which, const std::function<void(const std::string&)>& visit) {
  if (which == Texts::Plain && value.marks() != 0) return;
  if (value.is_string()) visit(value.as_string());
  if (value.is_list())
    for (const Value& item : value.as_list()) each_text(item, which, visit);
  if (!value.is_map()) return;
  for (const auto& [key, member] : value.as_map()) {
    if (which != Texts::Values) visit(key);
    each_text(member, which, visit);
  }
}

bool has_any(const Value& value, const provider::SecretTexts& texts) {
  bool found = false;
  each_text(value, Texts::All, [&](const std::string& text) { found = found || texts.cut(text) != text; });
  return found;
}

// An ARN or account number, which is not secret by itself.
bool is_open(const std::string& text) {
  return text.starts_with("arn:") || text.find_first_not_of("0123456789") == std::string::npos;
}

// A name, an ARN, an id or an enumeration.
bool is_open(const provider::Attribute& attribute) {
  return attribute.name == "name" || attribute.name.ends_with("_arn") || attribute.name.ends_with("_id") ||
         attribute.meaning == provider::Meaning::RoleArn || !attribute.allowed.empty();
}

}  // namespace

Repeats::Repeats(const Project& project, const std::vector<std::string>& credentials) : project_(project) {
  for (const auto& text : credentials) {
    if (text.size() < kShortestRepeat) continue;
    credentials_.learn(secret(text));
    everywhere_.learn(secret(text));
    elsewhere_.learn(secret(text));
    for (const auto& form : base64_forms(text)) credentials_.learn(secret(form));
  }
  find_places();
  learn_variables();
}

// With the values of a plan; without one, the block is evaluated.
void Repeats::add_resource(const base::Address& address, const planner::Instance& instance) {
  const auto& block = *instance.block;
  base::Diags told_elsewhere;
  Value all = project_.configuration->scope->resource(address);
  if (!all.is_map())
    all =
        Value(planner::evaluate_resource(address, instance, *project_.configuration->scope, told_elsewhere));
  places_.push_back({"the address " + address.text(), block.range, Value(address.text())});
  for (const auto& written : block.body->attributes) {
    if (const auto* attribute = block.type->find(written.name); attribute != nullptr)
      places_.push_back({fmt::format("{} of {}", written.name, address.text()), written.value->range,
                         all.get(written.name), attribute});
  }
}

void Repeats::find_places() {
  const auto& config = project_.configuration->manifest->config;
  const auto& scope = *project_.configuration->scope;
  for (const auto& [address, instance] : project_.configuration->resources.instances)
    add_resource(address, instance);
  base::Diags told_elsewhere;
  const auto values = planner::evaluate_outputs(config, scope, told_elsewhere);
  for (const auto& [name, output] : config.outputs) {
    places_.push_back({"the name of an output", output.range, Value(name)});
    if (const auto value = values.find(name); value != values.end())
      places_.push_back({"output." + name, output.value->range, value->second});
  }
  for (const auto& import : planner::evaluate_imports(config, project_.configuration->resources, scope,
                                                      planner::UnknownKeys::Placeholder, told_elsewhere))
    places_.push_back(
        {"the import of " + import.to.text(), import.range, Value(Value::List{import.id, import.name})});
  const auto hidden = planner::hidden_variables(config, scope.references());
  for (const auto& [name, variable] : config.variables) {
    places_.push_back({"the name of a variable", variable.range, Value(name)});
    if (!hidden.contains(name))
      places_.push_back({"var." + name, variable.range, scope.variables().at(name).value});
  }
}

void Repeats::learn_variables() {
  std::set<std::string> sent_as_secrets;
  for (const auto& place : places_) {
    if (place.attribute != nullptr && place.attribute->secret)
      each_text(place.value, Texts::Values, [&](const std::string& text) { sent_as_secrets.insert(text); });
  }
  for (const auto& [name, variable] : project_.configuration->manifest->config.variables) {
    if (!variable.sensitive) continue;
    each_text(project_.configuration->scope->variables().at(name).value, Texts::Values,
              [&, &named = name](const std::string& text) {
                if (text.size() < kShortestRepeat || is_open(text)) return;
                variables_.emplace(text, named);
                elsewhere_.learn(secret(text));
                if (sent_as_secrets.contains(text)) everywhere_.learn(secret(text));
              });
  }
}

bool Repeats::is_told(const Place& place, base::Diags& diags) const {
  if (!has_any(place.value, credentials_)) return false;
  project_.configuration->manifest->sources.hide(place.range);
  diags.error(place.range, "A credential would be shown",
              fmt::format("It is in {}. Other people read and keep plans.", credentials_.cut(place.name)),
              "Remove it from the manifest: set the token with WAVEFRONT_TOKEN, a profile, or the token of "
              "the provider block.");
  return true;
}

void Repeats::check(base::Diags& diags) const {
  for (const auto& place : places_) {
    if (is_told(place, diags) || variables_.empty()) continue;
    if (place.attribute != nullptr && planner::is_hidden(*place.attribute, place.value)) continue;
    const bool is_open_place = place.attribute != nullptr && is_open(*place.attribute);
    const auto& texts = is_open_place ? everywhere_ : elsewhere_;
    std::set<std::string> names;
    each_text(place.value, Texts::Plain, [&](const std::string& text) {
      if (texts.cut(text) == text) return;
      for (const auto& [value, name] : variables_)
        if (text.find(value) != std::string::npos && (!is_open_place || everywhere_.knows(value)))
          names.insert(name);
    });
    for (const auto& name : names) {
      project_.configuration->manifest->sources.hide(place.range);
      diags.warning(place.range,
                    fmt::format("The value of the sensitive variable {} is in plain text in {}", name,
                                elsewhere_.cut(place.name)),
                    "It will be in plans and in the state.",
                    fmt::format("Refer to var.{0} without nonsensitive(). If it is not a secret, declare it "
                                "without sensitive = true.",
                                name));
    }
  }
}

Value Repeats::hidden(const base::Address& address, const std::string& attribute, const Value& value) const {
  const auto* type = project_.configuration->catalog.find(address.type);
  const auto* known = type == nullptr ? nullptr : type->find(attribute);
  const auto& texts = known != nullptr && is_open(*known) ? everywhere_ : elsewhere_;
  return has_any(value, texts) ? Value().with_marks(Value::Sensitive) : value;
}

void Repeats::hide(planner::Plan& plan) const {
  for (auto& warning : plan.warnings)
    for (auto* text : {&warning.summary, &warning.detail, &warning.hint, &warning.code})
      *text = elsewhere_.cut(credentials_.cut(*text));
  for (auto& change : plan.changes)
    for (auto& attribute : change.attributes)
      attribute.before = hidden(change.address, attribute.name, attribute.before);
  for (auto& drift : plan.drift) {
    for (auto& attribute : drift.attributes) {
      attribute.before = hidden(drift.address, attribute.name, attribute.before);
      attribute.after = hidden(drift.address, attribute.name, attribute.after);
    }
  }
}

void Repeats::hide(planner::Report& report) const {
  hide(report.plan);
  const auto hide_all = [&](const base::Address& address, Value& attributes,
                            const std::set<std::string>& kept) {
    if (!attributes.is_map()) return;
    for (const auto& [name, value] : Value::Map(attributes.as_map()))
      if (!kept.contains(name)) attributes = attributes.with_path(name, hidden(address, name, value));
  };
  for (auto& view : report.resources) {
    hide_all(view.address, view.before, {});
    hide_all(view.address, view.after, view.ours);
  }
  for (auto& view : report.drift) {
    hide_all(view.address, view.before, {});
    hide_all(view.address, view.after, {});
  }
}

}  // namespace waveform::cmd
