// The readers of blocks, and what they have in common. Private to planner/config.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/config/config.h"

namespace waveform::planner {

// The label at `at` is a name; else an error.
bool has_name(const hcl::Block& block, std::size_t at, base::Diags& diags);

// A lifecycle block of this body, without labels and the first; else an error.
bool is_only_lifecycle(const hcl::Block& block, const hcl::Body& body, base::Diags& diags);

bool has_labels(const hcl::Block& block, std::size_t wanted, const char* form, base::Diags& diags);

// A literal true or false, as the language wants it where no expression is allowed.
bool literal_bool(const hcl::Attribute& attribute, base::Diags& diags);

// A resource that is named: TYPE.NAME, TYPE.NAME["key"] or TYPE.NAME[0], which JSON writes as "TYPE.NAME" or
// "${TYPE.NAME}".
std::optional<base::Address> address_of(const hcl::Expr& expr);

// True and an error when it is a name that Terraform has and waveform does not, with the reason.
bool is_refused(const std::string& name, base::Range range, const std::string& what, base::Diags& diags);

// Blocks where none belongs.
void refuse_blocks(const std::string& what, const hcl::Body& body, base::Diags& diags);

void unknown_argument(const std::string& what, const hcl::Attribute& attribute,
                      const std::vector<std::string>& known, base::Diags& diags);

void report_twice(const hcl::Block& block, const std::string& name, base::Range first, base::Diags& diags);

// [TYPE.NAME, …]; what is no address is an error.
std::vector<base::Address> read_depends_on(const hcl::Attribute& attribute, base::Diags& diags);

// validation { … } or precondition { … }. None, with an error, when a part is missing.
std::optional<Condition> read_condition(const hcl::Block& block, base::Diags& diags);

// "text" without any ${…} in it; "" for everything else.
std::string literal_text(const hcl::Expr& expr);

// Moves the blocks of a resource that stand for an attribute, a list of objects, into that attribute.
void fold_blocks(hcl::Body& resource, const provider::ResourceType& type, base::Diags& diags);

// Of a value that is a secret: what is written out, and not referred to, is hidden.
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
