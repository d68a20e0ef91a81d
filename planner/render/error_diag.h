// An I/O or service error as a diagnostic. Pure.
#pragma once

#include "base/diag.h"
#include "base/result.h"

namespace waveform::render {

// Message and hint as sentences, without a place.
base::Diag error_diag(const base::Error& error);

}  // namespace waveform::render
