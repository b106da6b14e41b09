#pragma once

#include <cstddef>

namespace slackwater::run {

/// The derivative of one run within one smooth stretch of time, as the adaptive methods see it.
///
/// A stretch lies between two kinks; what switches there is frozen inside, so that a stage at its
/// end still sees the near side. Guarantees: evaluating allocates nothing.
class RightHandSide {
 public:
  /// Whether a step rests on the evaluation, or could do without it.
  enum class Use { needed, trial };
  using Function = bool (*)(void* context, const double* state, double time, double* derivative,
                            Use use);

  RightHandSide(Function function, void* context, std::size_t size)
      : function_(function), context_(context), size_(size) {}

  void operator()(const double* state, double time, double* derivative) const {
    function_(context_, state, time, derivative, Use::needed);
  }
  /// Whether all is finite there; if not, that spoils no step.
  bool try_at(const double* state, double time, double* derivative) const {
    return function_(context_, state, time, derivative, Use::trial);
  }
  std::size_t size() const { return size_; }

 private:
  Function function_;
  void* context_;
  std::size_t size_;
};

}  // namespace slackwater::run
