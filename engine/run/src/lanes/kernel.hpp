#pragma once

#include <cstddef>
#include <cstdint>

#include "slackwater/program/program.hpp"
#include "slackwater/run/settings.hpp"

/// The lane engine: straight-line code executed for a block of lanes, in one version per
/// instruction set and width.
namespace slackwater::run {

struct Decoded;
struct Context;

/// Executes one instruction on the whole block and goes on with the next (tail calls) or returns
/// (plain loop).
using Handler = void (*)(const Decoded* at, char* lanes, const char* uniforms,
                         const Context* context);

/// An instruction with everything looked up: where its operands are, in bytes, and what executes
/// it. The code of a derivative shares the first-level cache with the values: no word too many.
struct Decoded {
  /// Instructions with a table have two operands at most: its number is in place of the third.
  static constexpr int kTable = 2;

  Handler handler = nullptr;
  std::uint32_t target = 0;
  std::uint32_t operands[3] = {0, 0, 0};

  std::uint32_t table() const { return operands[kTable]; }
};
static_assert(sizeof(Decoded) == sizeof(Handler) + 4 * sizeof(std::uint32_t));

/// What instructions need beside the two files.
struct Context {
  const program::Program* program = nullptr;
  const std::uint64_t* samples = nullptr;  ///< one per lane
  std::uint64_t seed = 0;
  std::uint64_t step = 0;
  std::size_t lanes = 1;
  mutable double powers[3] = {};  ///< scratch of a browser's code: powers beside the first of some
};

/// A pass over all stocks between two derivatives; slots are contiguous, `lanes` doubles each.
struct StockPass {
  double* stocks = nullptr;       ///< gets the next stage's state, or the new state
  const double* rates = nullptr;  ///< the slopes just computed
  const double* base = nullptr;   ///< the state at the start of the step
  const double* total = nullptr;  ///< base plus the terms so far
  double* next = nullptr;         ///< gets total plus this term
  double* fault = nullptr;        ///< becomes NaN in lanes where a stock is not finite
  std::size_t count = 0;          ///< stocks
  std::size_t lanes = 1;
  double stage_factor = 0;  ///< stocks = base + stage_factor * rates
  double total_factor = 0;  ///< next = total + total_factor * rates
};

/// The width of batches: twice the vector of AVX-512. What a derivative of a model of 250 slots
/// touches, with its code, about fits into 48 KiB of cache.
inline constexpr std::size_t kBatchLanes = 16;

/// The functions of one instruction set and width.
struct Kernel {
  std::size_t lanes = 0;  ///< 0: any number that Context::lanes says, a multiple of `granule`
  std::size_t granule = 1;
  /// By operation and by which operands are uniform (bit i: operand i); null where that cannot be.
  Handler handlers[program::kOperationCount][8] = {};
  Handler guarded[program::kOperationCount][8] = {};  ///< the same for Instruction::guarded
  /// Divisions by one of Program::fixed_divisors, whose inverse (inverse_of) is in the slot behind;
  /// null except in kernels of kBatchLanes on sets with fused multiply-adds.
  Handler fixed[program::kOperationCount][8] = {};
  Handler fixed_guarded[program::kOperationCount][8] = {};
  Handler stop = nullptr;  ///< ends a section
  /// Executes decoded code that ends with `stop`.
  void (*execute)(const Decoded* code, char* lanes, const char* uniforms,
                  const Context* context) = nullptr;
  void (*stage)(const StockPass& pass) = nullptr;   ///< writes stocks and next
  void (*finish)(const StockPass& pass) = nullptr;  ///< writes next, and the same to stocks
  bool (*any_nan)(const double* slot, std::size_t lanes) = nullptr;
};

/// The kernel for a block of `lanes` (1, 2, 4, 8, 16, 32, 64) on an instruction set that this
/// machine has.
const Kernel& kernel(std::size_t lanes, InstructionSet set);

}  // namespace slackwater::run
