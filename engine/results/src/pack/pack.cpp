#include "slackwater/results/pack.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "file_failure.hpp"
#include "folder/flock.hpp"
#include "folder/folder_layout.hpp"
#include "pack/columns.hpp"
#include "pack/pack_fans.hpp"
#include "pack/pack_fingerprint.hpp"
#include "pack/shard_source.hpp"
#include "pack/survey.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "store/layout.hpp"
#include "store/library.hpp"
#include "store/output_driver.hpp"
#include "store/write_comparison.hpp"

namespace slackwater::results {
namespace {

namespace fs = std::filesystem;

// Chunks of all policies and futures that are being filled at once; see copy_columns.
constexpr std::size_t kChunksAtOnce = std::size_t{16} << 20;
constexpr hsize_t kSmallestChunk = hsize_t{1} << 16;

class Packer {
 public:
  Packer(const ShardFolder& folder, const Comparison& study, const PackOptions& options)
      : folder_(folder), study_(study), options_(options) {
    source_.folder = folder.path();
    source_.plan_hash = folder.plan_hash();
    source_.samples = options.samples;
    source_.shard_size = std::max<std::size_t>(1, options.shard_size);
    const auto shards = (source_.samples + source_.shard_size - 1) / source_.shard_size;
    source_.files.resize(shards);
  }

  Packed pack() {
    find_shards();
    const LibraryUse use;
    found_ = survey(source_, study_, [this] { step(); });
    choose_layout();
    AtomicFile file(path());
    write(file);
    if (stopped()) throw Cancelled();
    file.publish();
    if (options_.progress) options_.progress(1);
    return std::move(packed_);
  }

 private:
  std::string path() const {
    return options_.path.empty() ? folder_.results_path() : options_.path;
  }
  bool stopped() const { return options_.cancel != nullptr && *options_.cancel; }
  void step() {
    if (stopped()) throw Cancelled();
    if (driver_ != nullptr) driver_->check();
    ++steps_;
    // Nobody knows the number of steps before; the first go through the shards is a tenth.
    if (options_.progress && expected_steps_ > 0) {
      options_.progress(std::min(0.99, 0.2 + 0.8 * static_cast<double>(steps_) / expected_steps_));
    }
  }

  void find_shards() {
    const auto progress = [this](std::size_t done, std::size_t all) {
      if (options_.progress && all > 0) {
        options_.progress(0.2 * static_cast<double>(done) / static_cast<double>(all));
      }
    };
    const auto states = folder_.states(source_.files.size(), progress, options_.cancel);
    if (stopped()) throw Cancelled();
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (states[i].state == ShardState::complete) {
        source_.files[i] = states[i].files.front();
      } else if (!options_.partial) {
        refuse(i, states);
      }
    }
    packed_.missing_runs = source_.missing_samples() * study_.defaults.policies.labels.size() *
                           study_.defaults.futures.labels.size();
  }

  [[noreturn]] void refuse(std::size_t shard, const std::vector<ShardFiles>& states) const {
    const auto incomplete = std::ranges::count_if(
        states, [](const ShardFiles& s) { return s.state != ShardState::complete; });
    const bool damaged = states[shard].state == ShardState::damaged;
    throw FileError(
        damaged ? folder_.path() + "/" + states[shard].files.front() : folder_.path(),
        (damaged ? "is damaged; " : "shard " + std::to_string(shard) + " is missing; ") +
            std::to_string(incomplete) + " of " + std::to_string(states.size()) +
            " shards are not complete",
        "let --resume run what is missing");
  }

  double series_bytes(const SavedVariable& variable) const {
    return static_cast<double>(found_.table.run_count()) * static_cast<double>(variable.elements) *
           static_cast<double>(found_.table.time.size()) * sizeof(double);
  }

  std::size_t cells() const {
    return found_.table.policies.labels.size() * found_.table.futures.labels.size();
  }

  void choose_layout() {
    double bytes = 0;
    for (const auto& variable : found_.table.variables) bytes += series_bytes(variable);
    packed_.is_virtual = bytes > static_cast<double>(options_.largest_packed);
    chunk_bytes_ = std::clamp<hsize_t>(kChunksAtOnce / std::max<std::size_t>(1, cells()),
                                       kSmallestChunk, kChunkBytes);
    packed_.failures_in_all = found_.failures_in_all;
    packed_.claims = found_.claims;
    packed_.run_status_counts.assign(cells() * kRunStatuses, 0);
    packed_.metric_status_counts.assign(found_.metrics.size() * cells() * kMetricStatuses, 0);
    const auto passes = 3 + found_.metrics.size() / 8 + found_.fans.size() +
                        (packed_.is_virtual ? 0 : found_.table.variables.size());
    expected_steps_ = static_cast<double>(passes * source_.files.size());
  }

  void write(AtomicFile& file) {
    OutputDriver driver(file);
    driver_ = &driver;
    NetcdfFile netcdf(driver, packed_.is_virtual);
    {
      auto root = netcdf.root();
      fill(netcdf, root);
      driver.check();
    }
    netcdf.finish();
    driver.check();
    driver_ = nullptr;
  }

  void fill(NetcdfFile& netcdf, NetcdfGroup& root) {
    const auto layout = write_layout(root);
    pack_fans(root, source_, found_, study_.defaults.variables, options_.quantiles,
              [this] { step(); });
    const auto columns = columns_of(layout);
    copy_columns(netcdf.handle(), source_, columns, [this] { step(); });
    packed_.fingerprint = fingerprint_of(netcdf, layout);
    write_fingerprint(root, packed_.fingerprint);
    set_attribute(root.handle(), layout::kPlanHash, source_.plan_hash);
    set_attribute(root.handle(), layout::kFailuresInAll, found_.failures_in_all);
    set_attribute(root.handle(), layout::kMissing, std::uint64_t{packed_.missing_runs});
  }

  TableLayout write_layout(NetcdfGroup& root) {
    auto comparison = study_;
    comparison.samples = found_.table;
    comparison.sample_metrics = found_.metrics;
    comparison.claims = found_.claims;
    LaterSamples later;
    later.table.content = TableContent::layout_only;
    later.table.chunk_bytes = chunk_bytes_;
    later.claim_samples = found_.claim_samples ? source_.samples : 0;
    std::size_t variable = 0;
    if (packed_.is_virtual) {
      later.table.make_series = [&](const std::string& name, const DimensionList& dimensions) {
        return root.virtual_numbers(name, dimensions, 2,
                                    parts_of(found_.names.variables.at(variable++)));
      };
    }
    return write_comparison(root, comparison, &later);
  }

  // Relative to results.h5, which stands beside the folder of shards.
  std::vector<NetcdfGroup::Part> parts_of(const std::string& dataset) const {
    const auto beside = fs::absolute(path()).parent_path();
    std::vector<NetcdfGroup::Part> parts;
    for (std::size_t i = 0; i < source_.files.size(); ++i) {
      if (source_.files[i].empty()) continue;
      const auto file = fs::absolute(source_.folder + "/" + source_.files[i]);
      parts.push_back({file.lexically_normal().lexically_relative(beside.lexically_normal()),
                       dataset, source_.first_sample(i), source_.sample_count(i)});
    }
    return parts;
  }

  std::vector<Column> columns_of(const TableLayout& layout) {
    std::vector<Column> columns;
    if (source_.first_there() == source_.files.size()) return holes_alone(layout);
    const auto& names = found_.names;
    columns.push_back(statuses(names.run_status, layout.run_status));
    columns.push_back(numbers(names.stopped_at, layout.stopped_at));
    for (std::size_t i = 0; i < layout.metrics.size(); ++i) {
      columns.push_back(numbers(names.metrics[i], layout.metrics[i]));
      columns.push_back(metric_statuses(i, names.metric_status[i], layout.metric_status[i]));
    }
    for (std::size_t i = 0; i < layout.drawn.size(); ++i) {
      columns.push_back(
          {.from = names.drawn[i], .to = layout.drawn[i], .cache_bytes = kChunkBytes});
    }
    if (found_.claim_samples) {
      const std::string group = std::string(layout::kClaims) + "/";
      constexpr auto kUntested = static_cast<std::uint8_t>(Verdict::not_testable);
      for (const char* name : {"sample_verdict", "sample_left", "sample_right"}) {
        columns.push_back({.from = group + name,
                           .to = group + name,
                           .sample_axis = 1,
                           .is_flag = name == std::string_view("sample_verdict"),
                           .missing = kUntested});
      }
    }
    if (packed_.is_virtual) return columns;
    for (std::size_t i = 0; i < layout.variables.size(); ++i) {
      columns.push_back(numbers(names.variables[i], layout.variables[i]));
    }
    return columns;
  }

  // Nothing is there: all runs are `not_run`.
  std::vector<Column> holes_alone(const TableLayout& layout) {
    std::vector<Column> columns = {statuses("", layout.run_status)};
    for (std::size_t i = 0; i < layout.metrics.size(); ++i) {
      columns.push_back(metric_statuses(i, "", layout.metric_status[i]));
    }
    return columns;
  }

  Column numbers(const std::string& from, const std::string& to) const {
    return {.from = from, .to = to, .sample_axis = 2, .cache_bytes = cells() * chunk_bytes_};
  }

  Column statuses(const std::string& from, const std::string& to) {
    return {.from = from,
            .to = to,
            .sample_axis = 2,
            .is_flag = true,
            .missing = static_cast<std::uint8_t>(RunStatus::not_run),
            .tally = counter(packed_.run_status_counts, 0, kRunStatuses)};
  }

  Column metric_statuses(std::size_t metric, const std::string& from, const std::string& to) {
    return {.from = from,
            .to = to,
            .sample_axis = 2,
            .is_flag = true,
            .missing = static_cast<std::uint8_t>(MetricStatus::not_applicable),
            .tally = counter(packed_.metric_status_counts, metric * cells() * kMetricStatuses,
                             kMetricStatuses)};
  }

  static std::function<void(std::span<const std::uint8_t>, std::size_t)> counter(
      std::vector<std::uint64_t>& counts, std::size_t first, std::size_t statuses) {
    return [&counts, first, statuses](std::span<const std::uint8_t> flags, std::size_t samples) {
      for (std::size_t i = 0; i < flags.size(); ++i) {
        ++counts.at(first + i / samples * statuses + flags[i]);
      }
    };
  }

  // Of a packed file by reading back what was written, which is a check of it too.
  std::string fingerprint_of(const NetcdfFile& netcdf, const TableLayout& layout) {
    SeriesNames names;
    const auto& stored = packed_.is_virtual ? found_.names.variables : layout.variables;
    for (std::size_t i = 0; i < stored.size(); ++i) {
      names[found_.table.variables[i].name] = stored[i];
    }
    const auto step = [this] { this->step(); };
    Sha256 both;
    both.add(fingerprint(study_.defaults));
    both.add(packed_.is_virtual ? sharded_fingerprint(found_.table, source_, names, step)
                                : packed_fingerprint(found_.table, netcdf.handle(), names, step));
    return both.hex();
  }

  static constexpr std::size_t kRunStatuses = 7;
  static constexpr std::size_t kMetricStatuses = 4;

  const ShardFolder& folder_;
  const Comparison& study_;
  const PackOptions& options_;
  ShardSource source_;
  Survey found_;
  Packed packed_;
  hsize_t chunk_bytes_ = kChunkBytes;
  const OutputDriver* driver_ = nullptr;
  std::size_t steps_ = 0;
  double expected_steps_ = 0;
};

// Left by a process that died while it packed; called under the lock of packing.
void remove_unfinished(const std::string& path) {
  const auto file = fs::path(path);
  const auto start = "." + file.filename().string() + layout::kPartial;
  std::error_code error;
  for (fs::directory_iterator entry(file.parent_path(), error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().filename().string().starts_with(start)) fs::remove(entry->path(), error);
  }
}

}  // namespace

Packed pack(const ShardFolder& folder, const Comparison& study, const PackOptions& options) {
  const auto path = options.path.empty() ? folder.results_path() : options.path;
  Flock alone;
  if (options.path.empty()) {
    make_folder(layout::writers(folder.path()));
    alone = Flock::wait_for(layout::writers(folder.path()) + "/.packing");
    remove_unfinished(path);
  }
  try {
    return Packer(folder, study, options).pack();
  } catch (const Cancelled&) {
    Packed packed;
    packed.cancelled = true;
    return packed;
  } catch (const H5::Exception& error) {
    throw FileError(path, "cannot put the results together: " + error.getDetailMsg(),
                    "there may be too little memory, or a shard has changed meanwhile");
  } catch (const FileError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw FileError(path, std::string("cannot put the results together: ") + error.what(),
                    "the shards may be of another version; start in another folder");
  }
}

}  // namespace slackwater::results
