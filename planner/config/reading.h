// The readers of blocks, and their common helpers. Private to planner/config.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "planner/config/config.h"

namespace waveform::planner {

// Checks that the label at `at` is a name.
bool has_name(const hcl::Block& block, std::size_t at, base::Diags& diags);

// Checks that a lifecycle block of this body has no labels and is the first.
bool is_only_lifecycle(const hcl::Block& block, const hcl::Body& body, base::Diags& diags);

bool has_labels(const hcl::Block& block, std::size_t wanted, const char* form, base::Diags& diags);

// A literal true or false, where the language allows no expression.
bool literal_bool(const hcl::Attribute& attribute, base::Diags& diags);

// A resource address: TYPE.NAME, TYPE.NAME["key"] or TYPE.NAME[0]; in JSON "TYPE.NAME" or "${TYPE.NAME}".
std::optional<base::Address> address_of(const hcl::Expr& expr);

// True, with an error and the reason, for a name of Terraform that waveform does not support.
bool is_refused(const std::string& name, base::Range range, const std::string& what, base::Diags& diags);

void unknown_argument(const std::string& what, const hcl::Attribute& attribute,
                      const std::vector<std::string>& known, base::Diags& diags);

// A part that a block can have: an argument or an inner block.
template <typename Node>
struct Part {
  std::string name;
  std::function<void(const Node&)> read;
};
// An argument whose expression goes to `to`.
Part<hcl::Attribute> expression(const char* name, const hcl::Expr*& to);

// Read the arguments or the inner blocks of a block, with errors for those that are not in the table.
void read_arguments(const std::string& what, const hcl::Body& body,
                    const std::vector<Part<hcl::Attribute>>& table, base::Diags& diags);
void read_blocks(const std::string& what, const hcl::Body& body, const std::vector<Part<hcl::Block>>& table,
                 base::Diags& diags);

// [TYPE.NAME, …]; any other element is an error.
std::vector<base::Address> read_depends_on(const hcl::Attribute& attribute, base::Diags& diags);

// validation { … } or precondition { … }. None, with an error, when a part is missing.
std::optional<Condition> read_condition(const hcl::Block& block, base::Diags& diags);

// A string without ${…}; "" for everything else.
std::string literal_text(const hcl::Expr& expr);

// Converts the repeatable blocks of a resource to their attribute, a list of objects.
void fold_blocks(hcl::Body& resource, const provider::ResourceType& type, base::Diags& diags);

// Of a secret value: its literal parts are hidden.
void hide_literal(Config& config, const hcl::Expr* expr);

void read_terraform_block(Config& config, const hcl::Block& block, base::Diags& diags);
void add_variable(Config& config, const hcl::Block& block, base::Diags& diags);
void add_output(Config& config, const hcl::Block& block, base::Diags& diags);
void add_resource(Config& config, const hcl::Block& block, const provider::Catalog& catalog,
                  base::Diags& diags);
void add_import(Config& config, const hcl::Block& block, base::Diags& diags);
void add_moved(Config& config, const hcl::Block& block, base::Diags& diags);
void add_removed(Config& config, const hcl::Block& block, base::Diags& diags);

}  // namespace waveform::planner
