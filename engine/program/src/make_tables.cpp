#include "make_tables.hpp"

#include <algorithm>
#include <cmath>

namespace slackwater::program {

namespace {

std::vector<double> slopes_between(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<double> slopes(x.size(), 0.0);
  for (std::size_t i = 0; i + 1 < x.size(); ++i) slopes[i] = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
  return slopes;
}

// Cubic Hermite pieces as y + d * (slope + d * (second + d * third)), d the distance from the left
// point.
void fill_cubic(Lookup& table) {
  const std::size_t n = table.x.size();
  table.cubic = true;
  table.second.assign(n, 0.0);
  table.third.assign(n, 0.0);
  for (std::size_t i = 0; i + 1 < n; ++i) {
    const double h = table.x[i + 1] - table.x[i];
    const double mean = (table.y[i + 1] - table.y[i]) / h;
    const double left = table.slopes[i];
    const double right = table.slopes[i + 1];
    table.second[i] = (3 * mean - 2 * left - right) / h;
    table.third[i] = (left + right - 2 * mean) / (h * h);
  }
}

}  // namespace

Lookup make_lookup(const model::Lookup& lookup) {
  Lookup table;
  table.name = lookup.name;
  table.x = lookup.x;
  table.y = lookup.y;
  switch (lookup.mode) {
    case model::LookupMode::clamp:
      table.slopes = slopes_between(table.x, table.y);
      break;
    case model::LookupMode::step:
      table.slopes.assign(table.x.size(), 0.0);
      break;
    case model::LookupMode::extrapolate:
      table.slopes = slopes_between(table.x, table.y);
      if (table.x.size() > 1) table.slopes.back() = table.slopes[table.x.size() - 2];
      table.extrapolate = true;
      break;
    case model::LookupMode::smooth:
      table.slopes = lookup.slopes;
      fill_cubic(table);
      break;
  }
  return table;
}

Series make_series(const model::Series& series) {
  Series table;
  table.name = series.name;
  table.time = series.time;
  table.value = series.value;
  table.points_only = series.mode == model::SeriesMode::none;
  table.slopes = series.mode == model::SeriesMode::linear
                     ? slopes_between(table.time, table.value)
                     : std::vector<double>(table.time.size(), 0.0);
  return table;
}

bool is_bounded(const Lookup& lookup) {
  const auto small = [](double value) { return std::abs(value) < 1e150; };
  const auto all_small = [&](const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), small);
  };
  return !lookup.extrapolate && all_small(lookup.x) && all_small(lookup.y) &&
         all_small(lookup.slopes) && all_small(lookup.second) && all_small(lookup.third);
}

}  // namespace slackwater::program
