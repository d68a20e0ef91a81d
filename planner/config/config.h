// The blocks of a manifest by kind, checked against the tables; expressions are not evaluated yet.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "planner/hcl/ast.h"
#include "planner/hcl/type.h"
#include "provider/schema.h"

namespace waveform::planner {

// A validation of a variable, a precondition or a postcondition, with its error message.
struct Condition {
  base::Range range;  // of the header
  const hcl::Expr* condition = nullptr;
  const hcl::Expr* error_message = nullptr;
};

struct Variable {
  base::Range range;
  std::optional<hcl::Type> type;             // empty: any; values from outside are strings
  const hcl::Expr* default_value = nullptr;  // null: required
  bool nullable = true;                      // false: null means the default
  bool sensitive = false;
  const hcl::Expr* description = nullptr;  // may be null
  std::vector<Condition> validations = {};
};

struct Output {
  base::Range range;
  const hcl::Expr* value = nullptr;
  bool sensitive = false;
  const hcl::Expr* description = nullptr;  // may be null
  std::vector<Condition> preconditions = {};
  std::vector<base::Address> depends_on = {};
};

struct ResourceBlock {
  const provider::ResourceType* type = nullptr;
  const hcl::Body* body = nullptr;
  base::Range range = {};               // of the header
  const hcl::Expr* for_each = nullptr;  // at most one of for_each and count
  const hcl::Expr* count = nullptr;
  bool skip_trash = false;
  const hcl::Expr* prevent_destroy = nullptr;  // null: not given
  bool ignore_all = false;                     // ignore_changes = all
  std::set<std::string> ignore_changes = {};   // attributes
  std::vector<Condition> preconditions = {};
  std::vector<Condition> postconditions = {};
  std::vector<base::Address> depends_on = {};

  bool is_keyed() const { return for_each != nullptr || count != nullptr; }
  bool ignores(const std::string& attribute) const {
    return ignore_all || ignore_changes.contains(attribute);
  }
};

// Their conditions and messages.
std::vector<const hcl::Expr*> expressions_of(const std::vector<Condition>& conditions);

// All expressions of a resource: its attributes, including for_each and count, and its conditions.
std::vector<const hcl::Expr*> expressions_of(const ResourceBlock& block);

struct ProviderBlock {
  const hcl::Expr* address = nullptr;
  const hcl::Expr* token = nullptr;
  const hcl::Expr* http_proxy = nullptr;
};

// import { to = TYPE.NAME, id = "…" }, or with service and name instead of the id.
struct ImportBlock {
  base::Range range;
  base::Address to;                // of the block, without its key
  const hcl::Expr* key = nullptr;  // of TYPE.NAME[key]; null when there is none
  const hcl::Expr* for_each = nullptr;
  const hcl::Expr* id = nullptr;
  const hcl::Expr* service = nullptr;
  const hcl::Expr* name = nullptr;
};

// moved { from = …, to = … }. Without keys on both sides it moves all instances.
struct MovedBlock {
  base::Range range;
  base::Address from;
  base::Address to;
};

// removed { from = TYPE.NAME }: removes the resource, or all instances without a key, from the manifest.
struct RemovedBlock {
  base::Range range;
  base::Address from;
  bool destroy = false;  // else the service keeps it
};

// Points into its syntax trees and catalog.
struct Config {
  std::map<std::string, Variable, std::less<>> variables;
  std::map<std::string, const hcl::Expr*, std::less<>> locals;
  std::map<std::string, Output, std::less<>> outputs;
  std::map<base::Address, ResourceBlock> resources;  // blocks: by type and name
  std::optional<ProviderBlock> provider;
  std::vector<ImportBlock> imports;
  std::vector<MovedBlock> moved;
  std::vector<RemovedBlock> removed;
  std::set<std::string> foreign_types;  // of resources that are not cloud integrations; each is an error
  std::vector<base::Range> secrets;     // literal ones; messages do not show them
};

}  // namespace waveform::planner
