#pragma once

#include <string>

#include "slackwater/api/equilibrium.hpp"

namespace slackwater::cli {

/// The rest state for people: stocks and indicators, how it behaves, what keeps counting.
std::string equilibrium_summary(const std::string& title, const api::Equilibrium& rest);

/// One line per stock: name, unit, start, rest, rate, counts. Numbers read back to the same bits.
std::string equilibrium_csv(const api::Equilibrium& rest);

}  // namespace slackwater::cli
