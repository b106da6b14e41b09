#include "equilibrium_summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "slackwater/base/number.hpp"

namespace slackwater::cli {
namespace {

// As many eigenvalues as a reader compares.
constexpr std::size_t kEigenvalues = 5;
constexpr std::size_t kNames = 8;

std::string number(double value) {
  return std::isfinite(value) ? base::format_significant(value, 6) : "-";
}

std::string line(const api::RestingValue& value, std::size_t width, const char* about) {
  const auto unit = value.unit == "1" ? std::string() : value.unit;
  auto text = fmt::format("  {:<{}}  {:>12} {:>12}  {}{}", value.name, width, number(value.start),
                          number(value.rest), unit, about);
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string values_table(const api::Equilibrium& rest) {
  std::size_t width = 9;
  for (const auto& stock : rest.stocks) width = std::max(width, stock.name.size());
  for (const auto& value : rest.indicators) width = std::max(width, value.name.size());
  std::string out = fmt::format("{:<{}}  {:>12} {:>12}\n", "stock", width + 2, "start", "at rest");
  for (const auto& stock : rest.stocks) out += line(stock, width, stock.counts ? "  counts" : "");
  if (!rest.indicators.empty()) out += "indicator\n";
  for (const auto& value : rest.indicators) out += line(value, width, "");
  return out;
}

std::string e_fold_text(double rate, const std::string& time) {
  if (rate == 0) return {};
  return fmt::format(" {} e-fold in {} {}", rate > 0 ? "grows" : "returns",
                     base::format_significant(1 / std::abs(rate), 4), time);
}

std::string eigenvalue_text(const std::complex<double>& value, const std::string& time) {
  auto text = "  " + base::format_significant(value.real(), 4) + e_fold_text(value.real(), time);
  if (value.imag() != 0) {
    text += fmt::format("{} swings once in {} {}", value.real() == 0 ? "" : ",",
                        base::format_significant(2 * std::numbers::pi / std::abs(value.imag()), 4),
                        time);
  }
  return text + "\n";
}

// By falling real part: what grows, what only swings, what returns.
std::string eigenvalue_list(const api::Equilibrium& rest) {
  const auto& all = rest.disturbances;
  const auto shown = std::min(all.size(), kEigenvalues);
  if (shown == 0) return {};
  auto out = fmt::format(
      "eigenvalues (1/{}), {}{}\n", rest.time_unit,
      all.front().real() > 0 ? "fastest growth first" : "slowest first",
      shown < all.size() ? fmt::format(", {} more with --json", all.size() - shown) : "");
  for (std::size_t i = 0; i < shown; ++i) out += eigenvalue_text(all[i], rest.time_unit);
  return out;
}

std::string total_text(const api::KeptTotal& total) {
  std::string out;
  for (const auto& [name, weight] : total.weights) {
    const double size = std::abs(weight);
    if (out.empty()) {
      out = weight < 0 ? "-" : "";
    } else {
      out += weight < 0 ? " - " : " + ";
    }
    out += size == 1 ? name : base::format_significant(size, 6) + " " + name;
  }
  return out + " = " + number(total.value);
}

std::string some(const std::vector<std::string>& names) {
  const auto shown = std::min(kNames, names.size());
  const auto end = names.begin() + static_cast<std::ptrdiff_t>(shown);
  auto out = fmt::format("{}", fmt::join(names.begin(), end, ", "));
  if (shown < names.size()) out += fmt::format(" and {} more", names.size() - shown);
  return out;
}

std::string free_directions(const api::Equilibrium& rest) {
  std::string out;
  for (const auto& total : rest.totals) out += "no flow changes " + total_text(total) + "\n";
  if (rest.undetermined.empty()) return out;
  return out + "depends on the way there: " + some(rest.undetermined) + "\n";
}

}  // namespace

std::string equilibrium_summary(const std::string& title, const api::Equilibrium& rest) {
  auto out = fmt::format("{}\nat rest: {}, {} {}\n\n", title, rest.of, rest.time_unit,
                         base::format_number(rest.time));
  out += values_table(rest);
  out += fmt::format("\n{}; residual {} per {} after {} {}\n", rest.stability,
                     base::format_significant(rest.residual, 2), rest.time_unit, rest.iterations,
                     rest.iterations == 1 ? "iteration" : "iterations");
  out += eigenvalue_list(rest);
  out += free_directions(rest);
  std::vector<std::string> counters;
  for (const auto& stock : rest.stocks) {
    if (stock.counts) counters.push_back(stock.name);
  }
  if (!counters.empty()) out += "goes on counting: " + some(counters) + "\n";
  return out;
}

std::string equilibrium_csv(const api::Equilibrium& rest) {
  std::string out = "stock,unit,start,rest,rate,counts\n";
  for (const auto& stock : rest.stocks) {
    const bool quoted = stock.name.find(',') != std::string::npos;
    out +=
        fmt::format("{},{},{},{},{},{}\n", quoted ? "\"" + stock.name + "\"" : stock.name,
                    stock.unit, base::format_number(stock.start), base::format_number(stock.rest),
                    base::format_number(stock.rate), stock.counts ? 1 : 0);
  }
  return out;
}

}  // namespace slackwater::cli
