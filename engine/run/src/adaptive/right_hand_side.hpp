#pragma once

#include <cstddef>

namespace slackwater::run {

/// The derivative of one run within one smooth stretch of time, as the adaptive methods see it.
///
/// A stretch lies between two kinks; what switches there is frozen inside, so that a stage at its
/// end still sees the near side. Guarantees: evaluating allocates nothing.
class RightHandSide {
 public:
  using Function = void (*)(void* context, const double* state, double time, double* derivative);

  RightHandSide(Function function, void* context, std::size_t size)
      : function_(function), context_(context), size_(size) {}

  void operator()(const double* state, double time, double* derivative) const {
    function_(context_, state, time, derivative);
  }
  std::size_t size() const { return size_; }

 private:
  Function function_;
  void* context_;
  std::size_t size_;
};

}  // namespace slackwater::run
