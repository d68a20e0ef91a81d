#include "planner/hcl/budget.h"

#include <fmt/format.h>

namespace waveform::hcl {

void Budget::begin() {
  if (depth_++ == 0) begun_ = now();
}

void Budget::end() {
  if (--depth_ == 0) spent_ += now() - begun_;
}

void Budget::renew() {
  steps_ = unseen_ = 0;
  spent_ = base::Millis(0);
  end_ = bytes_ > limits_.bytes ? End::Bytes : End::None;
  place_ = {};
}

bool Budget::is_left() {
  unseen_ = 0;
  if (end_ != End::None) return false;
  if (steps_ > limits_.steps) {
    end_ = End::Steps;
  } else if (limits_.interrupted && limits_.interrupted()) {
    end_ = End::Interrupted;
  } else if (spent_ + now() - begun_ > limits_.time) {
    end_ = End::Time;
  }
  return end_ == End::None;
}

base::Diag Budget::diag() const {
  base::Diag diag;
  diag.range = place_;
  diag.is_certain = true;
  if (end_ == End::Interrupted) {
    diag.summary = "Interrupted";
    diag.detail = "A signal came while the manifest was evaluated.";
    return diag;
  }
  diag.summary =
      end_ == End::Bytes
          ? fmt::format("The values of the manifest take more than {} MiB of memory", limits_.bytes >> 20)
      : end_ == End::Time
          ? fmt::format("The evaluation of the manifest takes longer than {} s", limits_.time.count() / 1000)
          : fmt::format("The evaluation of the manifest takes more than {} steps", limits_.steps);
  diag.detail = "That is the limit for one run, including templates.";
  diag.hint = "Look for nested loops and values built from themselves, or split the manifest.";
  return diag;
}

}  // namespace waveform::hcl
