// The operators of two operands.
#pragma once

namespace waveform::hcl {

enum class BinaryOp {
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulo,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  And,
  Or
};

}  // namespace waveform::hcl
