#include "pack/pack_fans.hpp"

#include <algorithm>
#include <stdexcept>

#include "slackwater/results/quantile_sketch.hpp"
#include "store/layout.hpp"
#include "store/read_table.hpp"
#include "store/sketch_bytes.hpp"
#include "store/table_dimensions.hpp"
#include "store/write_table.hpp"

namespace slackwater::results {
namespace {

constexpr std::size_t kSketchesAtOnce = 4096;  // some 16 MiB at the most

std::string read_bytes(const H5::DataSet& dataset, hsize_t first, hsize_t last) {
  std::string bytes(last - first, '\0');
  if (bytes.empty()) return bytes;
  const hsize_t count = bytes.size();
  auto space = dataset.getSpace();
  space.selectHyperslab(H5S_SELECT_SET, &count, &first);
  dataset.read(bytes.data(), H5::PredType::NATIVE_UINT8, H5::DataSpace(1, &count), space);
  return bytes;
}

// Adds a shard's sketches [first, first + sketches.size()) of one variable.
void merge_shard(const H5::Group& fans, const std::string& name, std::size_t first,
                 std::span<QuantileSketch> sketches) {
  const auto ends = read_counts(fans, name);
  if (first + sketches.size() > ends.size()) {
    throw std::runtime_error("the fan '" + name + "' of a shard has another shape");
  }
  const auto begin = first == 0 ? 0 : ends[first - 1];
  const auto dataset =
      fans.openDataSet(text_attribute(fans.openDataSet(name), "ancillary_variables"));
  const auto bytes = read_bytes(dataset, static_cast<hsize_t>(begin),
                                static_cast<hsize_t>(ends[first + sketches.size() - 1]));
  std::string_view rest = bytes;
  for (auto& sketch : sketches) sketch.merge(take_sketch(rest));
}

// What a fan says, per (policy, future, element, time); its quantiles are one axis more.
struct FanNumbers {
  std::vector<double> quantiles;  // (policy, future, quantile, element, time)
  std::vector<double> lowest;
  std::vector<double> highest;
  std::vector<std::int64_t> counts;
  double error_bound = 0;
};

class FanPacker {
 public:
  FanPacker(const ShardSource& source, const SavedVariable& variable, const RunTable& table,
            std::span<const double> quantiles)
      : source_(source),
        quantiles_(quantiles),
        series_(variable.elements * table.time.size()),
        places_(table.policies.labels.size() * table.futures.labels.size() * series_) {
    numbers_.quantiles.resize(places_ * quantiles_.size());
    numbers_.lowest.resize(places_);
    numbers_.highest.resize(places_);
    numbers_.counts.resize(places_);
  }

  FanNumbers pack(const std::string& name, const std::function<void()>& step) {
    for (std::size_t first = 0; first < places_; first += kSketchesAtOnce) {
      std::vector<QuantileSketch> sketches(std::min(kSketchesAtOnce, places_ - first));
      for (std::size_t i = 0; i < source_.files.size(); ++i) {
        step();
        if (source_.files[i].empty()) continue;
        const auto shard = source_.open(i);
        merge_shard(shard.openGroup(layout::kFans), name, first, sketches);
      }
      for (std::size_t i = 0; i < sketches.size(); ++i) keep(first + i, sketches[i]);
    }
    return std::move(numbers_);
  }

 private:
  void keep(std::size_t place, const QuantileSketch& sketch) {
    numbers_.lowest[place] = sketch.min();
    numbers_.highest[place] = sketch.max();
    numbers_.counts[place] = static_cast<std::int64_t>(sketch.count());
    numbers_.error_bound = std::max(numbers_.error_bound, sketch.error_bound());
    const auto cell = place / series_;
    for (std::size_t q = 0; q < quantiles_.size(); ++q) {
      numbers_.quantiles[(cell * quantiles_.size() + q) * series_ + place % series_] =
          sketch.quantile(quantiles_[q]);
    }
  }

  const ShardSource& source_;
  std::span<const double> quantiles_;
  std::size_t series_;
  std::size_t places_;
  FanNumbers numbers_;
};

void write_fan(NetcdfGroup& group, const SavedVariable& variable, const FanNumbers& numbers,
               TableDimensions& dimensions, std::size_t quantile) {
  const auto subscripts = dimensions.subscripts(variable);
  DimensionList places = {dimensions.policy(), dimensions.future()};
  DimensionList with_quantile = {dimensions.policy(), dimensions.future(), quantile};
  for (auto* list : {&places, &with_quantile}) {
    list->insert(list->end(), subscripts.begin(), subscripts.end());
    list->push_back(dimensions.time());
  }
  std::vector<hsize_t> lengths;
  for (const auto dimension : with_quantile) lengths.push_back(group.length(dimension));

  const auto name = group.free_name(variable.name, "_fan");
  auto fan = group.numbers(name, with_quantile, numbers.quantiles, chunk_of(lengths));
  set_attribute(fan, layout::kRole, layout::kFan);
  describe_variable(fan, variable, name);
  set_attribute(fan, layout::kErrorBound, numbers.error_bound);
  if (!variable.axes.empty()) {
    set_attribute(fan, layout::kSubscripts,
                  std::span<const std::string>(dimensions.axes(variable)));
  }
  std::string others;
  const auto name_of = [&](const char* suffix) {
    auto other = group.free_name(name + suffix, "_of_fan");
    others += (others.empty() ? "" : " ") + other;
    return other;
  };
  for (const auto& [suffix, values] :
       {std::pair("_min", &numbers.lowest), std::pair("_max", &numbers.highest)}) {
    auto extreme = group.numbers(name_of(suffix), places, *values);
    describe(extreme, layout::kUnits, stored_unit(variable.unit));
  }
  auto count = group.counts(name_of("_count"), places, numbers.counts);
  set_attribute(count, layout::kLongName, "runs that have a value");
  set_attribute(fan, "ancillary_variables", others);
}

}  // namespace

void pack_fans(NetcdfGroup& root, const ShardSource& source, const Survey& found,
               std::span<const SavedVariable> variables, std::span<const double> quantiles,
               const std::function<void()>& step) {
  if (found.fans.empty()) return;
  auto group = root.subgroup(layout::kFans);
  const auto quantile = group.number_dimension("quantile", quantiles);
  auto dimensions = TableDimensions::without_samples(group, found.table);
  for (const auto& name : found.fans) {
    const auto variable =
        std::ranges::find(variables, found.fan_variables.at(name), &SavedVariable::name);
    if (variable == variables.end()) {
      throw std::runtime_error("the fan '" + name + "' is of no saved variable");
    }
    const auto numbers = FanPacker(source, *variable, found.table, quantiles).pack(name, step);
    write_fan(group, *variable, numbers, dimensions, quantile);
  }
}

}  // namespace slackwater::results
