#include <algorithm>
#include <cmath>

#include "slackwater/base/number.hpp"
#include "slackwater/units/unit_table.hpp"

namespace slackwater::units {
namespace {

/// One factor of a product together with the named units that may stand for its base.
struct Choice {
  Exponent exponent;
  std::vector<std::pair<const std::string*, const Unit*>> names;
  std::size_t chosen = 0;
};

Unit product_of(const std::vector<Choice>& choices) {
  Unit result;
  for (const auto& choice : choices) {
    if (choice.names.empty()) continue;
    result = result * power(*choice.names[choice.chosen].second, choice.exponent);
  }
  return result;
}

// Counts through all combinations like an odometer; false after the last one.
bool next_combination(std::vector<Choice>& choices) {
  for (auto& choice : choices) {
    if (++choice.chosen < choice.names.size()) return true;
    choice.chosen = 0;
  }
  return false;
}

// Of two factors the one with fewer digits reads better: `5 week`, not `1.1498973305954825 month`.
bool reads_better(double a, double b) {
  const auto length_a = base::format_number(a).size();
  const auto length_b = base::format_number(b).size();
  if (length_a != length_b) return length_a < length_b;
  return std::fabs(std::log(a)) < std::fabs(std::log(b));
}

// The combination that makes the unit without a factor, else the one whose factor reads best.
double choose_names(const Unit& unit, std::vector<Choice>& choices) {
  constexpr int kMostTries = 4096;
  auto best = choices;
  auto best_factor = conversion_factor(unit, product_of(choices)).value_or(1);
  for (int tries = 0; tries < kMostTries; ++tries) {
    const auto made = product_of(choices);
    if (same(made, unit)) return 1;
    const auto factor = conversion_factor(unit, made).value_or(1);
    if (reads_better(factor, best_factor)) {
      best = choices;
      best_factor = factor;
    }
    if (!next_combination(choices)) break;
  }
  choices = best;
  return best_factor;
}

std::string exponent_text(Exponent exponent) {
  if (exponent.denominator != 1) {
    return "^(" + std::to_string(exponent.numerator) + "/" + std::to_string(exponent.denominator) +
           ")";
  }
  return exponent.numerator == 1 ? "" : "^" + std::to_string(exponent.numerator);
}

void append_factor(std::string& out, const Choice& choice, Exponent exponent) {
  if (!out.empty()) out += "*";
  out +=
      (choice.names.empty() ? "?" : *choice.names[choice.chosen].first) + exponent_text(exponent);
}

}  // namespace

std::string UnitTable::print(const Unit& unit) const {
  if (unit.is_one()) return "1";
  for (const auto& entry : entries_) {
    if (!entry.synonym && same(entry.unit, unit)) return entry.name;
  }
  return print_product(unit);
}

std::string UnitTable::print_product(const Unit& unit) const {
  // Time is the first base but reads better behind the others: people*week.
  auto factors = unit.dimension.factors();
  std::stable_partition(factors.begin(), factors.end(),
                        [](const auto& factor) { return factor.base.index != 0; });
  std::vector<Choice> choices;
  for (const auto& factor : factors) {
    Choice choice{factor.exponent, {}, 0};
    for (const auto& entry : entries_) {
      if (!entry.synonym && entry.unit.dimension == Dimension(factor.base)) {
        choice.names.emplace_back(&entry.name, &entry.unit);
      }
    }
    choices.push_back(std::move(choice));
  }
  const auto factor = choose_names(unit, choices);

  std::string above;
  std::string below;
  int count_below = 0;
  for (const auto& choice : choices) {
    if (choice.exponent.numerator > 0) {
      append_factor(above, choice, choice.exponent);
    } else {
      append_factor(below, choice, choice.exponent * Exponent{-1, 1});
      ++count_below;
    }
  }
  auto result = factor == 1 ? std::string() : base::format_number(factor);
  if (!above.empty()) result += (result.empty() ? "" : " ") + above;
  if (result.empty()) result = "1";
  if (count_below == 1) result += "/" + below;
  if (count_below > 1) result += "/(" + below + ")";
  return result;
}

}  // namespace slackwater::units
