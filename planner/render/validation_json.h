// Diagnostics in the format of Terraform's `validate -json`, which editors and pipelines read.
#pragma once

#include <functional>
#include <string>

#include "base/diag.h"
#include "base/value.h"

namespace waveform::render {

// The header of the block that contains a place: `variable "x"`; "" outside of blocks.
using BlockAt = std::function<std::string(const base::Range&)>;

// One of them. REQUIRES: an error or a warning.
base::Value::Map diagnostic_value(const base::Diag& diag, const BlockAt& block_at);

// One JSON document, with a line end; on one line without `indent`. Notes are omitted: the format only has
// errors and warnings. Columns count characters from 1, bytes from 0. REQUIRES: the diags are sorted.
std::string validation_json(const base::Diags& diags, const BlockAt& block_at, int indent = 2);

}  // namespace waveform::render
