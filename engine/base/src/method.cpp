#include "slackwater/base/method.hpp"

#include <array>
#include <cstddef>

namespace slackwater::base {
namespace {

constexpr std::array<std::string_view, 6> kMethods{"euler",  "rk2",         "rk4",
                                                   "dopri5", "rosenbrock4", "discrete"};

}  // namespace

std::string_view name(Method method) { return kMethods[static_cast<std::size_t>(method)]; }

std::optional<Method> method_named(std::string_view name) {
  for (std::size_t i = 0; i < kMethods.size(); ++i) {
    if (kMethods[i] == name) return static_cast<Method>(i);
  }
  return std::nullopt;
}

std::vector<std::string> method_names() { return {kMethods.begin(), kMethods.end()}; }

}  // namespace slackwater::base
