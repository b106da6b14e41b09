#include <array>

#include "slackwater/model/model.hpp"

namespace slackwater::model {
namespace {

constexpr std::array<std::string_view, 8> kKinds{"stock", "flow",     "auxiliary", "parameter",
                                                 "lever", "constant", "indicator", "data"};
constexpr std::array<std::string_view, 6> kMethods{"euler",  "rk2",         "rk4",
                                                   "dopri5", "rosenbrock4", "discrete"};

}  // namespace

std::string_view name(VariableKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view name(Method method) { return kMethods[static_cast<std::size_t>(method)]; }

std::optional<Method> method_named(std::string_view name) {
  for (std::size_t i = 0; i < kMethods.size(); ++i) {
    if (kMethods[i] == name) return static_cast<Method>(i);
  }
  return std::nullopt;
}

}  // namespace slackwater::model
