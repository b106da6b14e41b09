#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slackwater::base {

/// How the stocks are advanced: a word of model texts, scenario files, the command and results.
///
/// The first three and `discrete` take fixed steps; dopri5 and rosenbrock4 choose a step per run.
enum class Method : std::uint8_t { euler, rk2, rk4, dopri5, rosenbrock4, discrete };

/// The word for it, as it is written everywhere.
std::string_view name(Method method);
/// The method of that name; nothing when there is none.
std::optional<Method> method_named(std::string_view name);

/// All of them, for messages.
std::vector<std::string> method_names();

constexpr bool is_adaptive(Method method) {
  return method == Method::dopri5 || method == Method::rosenbrock4;
}

}  // namespace slackwater::base
