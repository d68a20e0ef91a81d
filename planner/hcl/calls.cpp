// Calls of functions in the table, and of those that receive their arguments unevaluated.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/evaluator.h"
#include "planner/hcl/functions.h"
#include "planner/hcl/parser.h"
#include "planner/hcl/tree.h"

namespace waveform::hcl {

using base::Value;

namespace {

// The bytes that a function can process in the time of a step.
constexpr std::size_t kElementsOfAStep = 8;
constexpr std::size_t kBytesOfAStep = 256;

std::uint64_t steps_for(const std::vector<Typed>& arguments) {
  std::uint64_t steps = 1;
  for (const Typed& argument : arguments) {
    steps += argument.value.size_within() / kElementsOfAStep;
    if (argument.value.is_string()) steps += argument.value.as_string().size() / kBytesOfAStep;
  }
  return steps;
}

struct SpecialForm {
  std::string_view name;
  Typed (Evaluator::*eval)(const Call& node, base::Range range);
};

constexpr std::array kSpecialForms = {
    SpecialForm{"can", &Evaluator::eval_can},
    SpecialForm{"templatefile", &Evaluator::eval_templatefile},
    SpecialForm{"try", &Evaluator::eval_try},
};

std::string known_names_hint(const std::string& name) {
  std::vector<std::string> known;
  for (const Function& function : functions()) known.emplace_back(function.name);
  for (const SpecialForm& form : kSpecialForms) known.emplace_back(form.name);
  return std::string(base::trim(base::did_you_mean(name, known)));
}

bool is_special(std::string_view name) {
  return std::any_of(kSpecialForms.begin(), kSpecialForms.end(),
                     [name](const SpecialForm& form) { return form.name == name; });
}

void check_function(const Call& call, base::Diags& diags) {
  if (is_special(call.function) || find_function(call.function) != nullptr) return;
  if (const std::string_view why = why_refused(call.function); !why.empty()) {
    diags.certain(call.name_range, fmt::format("{}() is not supported", call.function), std::string(why));
    return;
  }
  diags.certain(call.name_range, fmt::format("There is no function named {}", base::quote(call.function)),
                known_names_hint(call.function));
}

void check_functions(const Expr& expr, base::Diags& diags) {
  if (const auto* call = std::get_if<Call>(&expr.node)) check_function(*call, diags);
  each_child(expr.node, [&diags](const Expr& child) { check_functions(child, diags); });
}

}  // namespace

std::span<const std::string_view> special_forms() {
  static constexpr auto names = [] {
    std::array<std::string_view, kSpecialForms.size()> all;
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = kSpecialForms[i].name;
    return all;
  }();
  return names;
}

bool check_names(const Expr& expr, const KnownNames& names, base::Diags& diags) {
  const std::size_t before = diags.list().size();
  for (const auto& [reference, index] : references(expr)) names.check(*reference, diags);
  check_functions(expr, diags);
  return diags.list().size() == before;
}

Typed Evaluator::eval(const Call& node, base::Range range) {
  for (const SpecialForm& form : kSpecialForms) {
    if (form.name == node.function) return (this->*form.eval)(node, range);
  }
  const Function* function = find_function(node.function);
  if (function == nullptr) {
    check_function(node, *diags);
    return unknown();
  }
  std::vector<Typed> arguments;
  for (const ExprPtr& argument : node.arguments) {
    Typed value = value_of(*argument);
    if (!node.expand_last || &argument != &node.arguments.back()) {
      arguments.push_back(std::move(value));
    } else if (value.value.is_unknown() && (value.type.is_any() || value.type.is_sequence())) {
      return unknown({}, value.value.marks_within());
    } else if (!value.type.is_sequence() || value.value.is_null()) {
      return fault(argument->range, "Invalid expansion",
                   fmt::format("\"...\" follows a list, and this is {}.", a_kind(value)));
    } else {
      for (Typed& element : elements_of(value)) arguments.push_back(std::move(element));
    }
  }
  // A call can take long: it compiles a regular expression, or hashes a string.
  constexpr std::uint64_t kWeight = 64;
  if (!budget.step(steps_for(arguments), kWeight)) return unknown();
  auto result = call(*function, arguments, {scope.files()});
  if (result) return *std::move(result);
  const CallFault& wrong = result.error();
  const auto i = wrong.argument.value_or(node.arguments.size());
  const base::Range place = i < node.arguments.size() ? node.arguments[i]->range : range;
  const std::string summary = fmt::format("Invalid call of {}()", node.function);
  if (!wrong.certain) return fault(place, summary, wrong.message + ".");
  diags->certain(place, summary, wrong.message + ".");
  return unknown();
}

bool Evaluator::pass_on_certain(const base::Diags& heard) {
  bool any = false;
  for (const base::Diag& diag : heard.list()) {
    if (!diag.is_certain) continue;
    diags->add(diag);
    any = true;
  }
  return any;
}

Typed Evaluator::eval_try(const Call& node, base::Range range) {
  if (node.arguments.empty()) return fault(range, "Invalid call of try()", "It takes at least one argument.");
  base::Diags all;
  for (const ExprPtr& argument : node.arguments) {
    base::Diags heard;
    Typed value = value_of(*argument, heard);
    if (pass_on_certain(heard)) return unknown();
    if (!heard.has_errors()) {
      // An unknown argument can fail later: then another argument is the result.
      const bool last = &argument == &node.arguments.back();
      if (value.value.is_wholly_known() || last) return value;
      return unknown({}, value.value.marks_within());
    }
    for (const base::Diag& diag : heard.list()) all.add(diag);
  }
  for (const base::Diag& diag : all.list()) {
    if (diag.severity == base::Severity::Error) diags->add(diag);
  }
  return fault(range, "Invalid call of try()", "All of its arguments failed.");
}

Typed Evaluator::eval_can(const Call& node, base::Range range) {
  if (node.arguments.size() != 1) return fault(range, "Invalid call of can()", "It takes one argument.");
  base::Diags heard;
  const Typed value = value_of(*node.arguments.front(), heard);
  if (pass_on_certain(heard)) return unknown(Type::Kind::Bool);
  if (heard.has_errors()) return typed(false);
  if (!value.value.is_wholly_known()) return unknown(Type::Kind::Bool);
  return typed(true);
}

namespace {

// The names in a template file: only those that were passed.
class TemplateScope final : public Scope {
 public:
  TemplateScope(const Typed& names, const Files& files) : names_(names), files_(files) {}
  const Files& files() const override { return files_; }

  Resolved resolve(const Traversal& traversal, base::Diags&) const override {
    const auto found = names_.value.as_map().find(*name_at(traversal, 0));
    if (found == names_.value.as_map().end()) return {};
    const auto at = static_cast<std::size_t>(std::distance(names_.value.as_map().begin(), found));
    return {{element_type(names_.type, at), found->second.with_marks(names_.value.marks())}, 1};
  }

  void check(const Traversal& traversal, base::Diags& diags) const override {
    const std::string& name = *name_at(traversal, 0);
    if (names_.value.as_map().contains(name)) return;
    std::vector<std::string> known;
    for (const auto& [other, value] : names_.value.as_map()) known.push_back(other);
    diags.error(traversal.steps.front().range, fmt::format("{} is not declared", base::quote(name)),
                "A template can only use what templatefile() passes to it.", base::did_you_mean(name, known));
  }

 private:
  const Typed& names_;
  const Files& files_;
};

}  // namespace

Typed Evaluator::eval_templatefile(const Call& node, base::Range range) {
  constexpr int kDeepest = 16;
  const std::string call_text = "Invalid call of templatefile()";
  if (node.arguments.size() != 2 || node.expand_last)
    return fault(range, call_text, "It takes two arguments: a path and a map of values.");
  const Typed path = value_of(*node.arguments[0]);
  const Typed names = value_of(*node.arguments[1]);
  auto marks = static_cast<std::uint8_t>(path.value.marks_within() | names.value.marks_within());
  if (path.value.is_unknown() || names.value.is_unknown()) return unknown({}, marks);
  if (!path.value.is_string()) return fault(node.arguments[0]->range, call_text, "The path is a string.");
  if (!names.value.is_map())
    return fault(node.arguments[1]->range, call_text, "The values are a map or an object.");
  const auto& given = names.value.as_map();
  if (!std::all_of(given.begin(), given.end(), [](const auto& name) { return is_name(name.first); })) {
    return fault(node.arguments[1]->range, call_text,
                 "The names of the values are letters, digits, _ and -.");
  }
  if (template_depth >= kDeepest)
    return fault(range, call_text, "Template files are nested too deeply. Check that none renders itself.");
  const auto content = scope.files().read(path.value.as_string());
  const bool hidden = path.value.marks_within() != 0;
  if (!content) {
    const std::string why =
        hidden ? "The file cannot be read. Its name is sensitive." : content.error().message + ".";
    if (content.error().kind != base::ErrorKind::Refused)
      return fault(node.arguments[0]->range, call_text, why);
    diags->certain(node.arguments[0]->range, call_text, why);
    return unknown();
  }
  if (content->sensitive) marks = static_cast<std::uint8_t>(marks | Value::Sensitive);
  if (!base::is_utf8(content->text)) {
    return fault(node.arguments[0]->range, call_text, "The file's content is not valid UTF-8.");
  }
  const base::Source source{hidden ? "the template" : path.value.as_string(), content->text};
  base::Diags inside;
  Typed result = unknown();
  if (const ExprPtr expr = parse_template(source, inside); expr && !inside.has_errors()) {
    const TemplateScope template_scope(names, scope.files());
    Evaluator evaluator{
        .scope = template_scope, .diags = &inside, .budget = budget, .template_depth = template_depth + 1};
    if (check_names(*expr, template_scope, inside)) result = evaluator.value_of(*expr);
    taken_bytes += evaluator.taken_bytes;
  }
  for (const base::Diag& diag : inside.list()) {
    // The source ends with this call, so the message contains the place.
    const auto place = diag.range.source == nullptr ? base::Position{}
                                                    : base::position(*diag.range.source, diag.range.begin);
    const std::string where = fmt::format("{}:{}:{}", base::printable(source.name), place.line, place.column);
    if (content->sensitive) {
      fault(range, "There is an error in a template file",
            fmt::format("At {}. The file is sensitive: what is wrong is not shown.", where));
    } else if (diag.is_certain) {
      diags->certain(range, diag.summary, fmt::format("At {}. {}", where, diag.detail), diag.hint);
    } else {
      fault(range, diag.summary, fmt::format("At {}. {}", where, diag.detail), diag.hint);
    }
  }
  return result.with_marks(marks);
}

}  // namespace waveform::hcl
