#pragma once

#include <memory>
#include <string>
#include <vector>

#include "slackwater/results/comparison.hpp"
#include "slackwater/results/fan.hpp"
#include "slackwater/results/file.hpp"

namespace slackwater::results {

struct StoreOptions {
  /// 0: as fast as the disk. 1 to 9: shuffle and deflate, smaller and much slower.
  int deflate = 0;
};

/// Writes one results file: HDF5 laid out as netCDF-4, which xarray, h5py and ncdump read.
///
/// The layout is in docs/reference/results.md. The constructor claims the place (AtomicFile), so
/// that a folder that cannot be written is found before the first run. Guarantees: equal content
/// gives equal bytes; the file appears complete or not at all. Throws: FileError.
class StoreWriter {
 public:
  explicit StoreWriter(std::string path, StoreOptions options = {});
  ~StoreWriter();
  StoreWriter(StoreWriter&&) noexcept;
  StoreWriter& operator=(StoreWriter&&) noexcept;

  /// Writes a comparison and publishes the file. One `publish` per writer, also when it throws.
  void publish(const Comparison& comparison);
  /// Writes the runs of one model alone (a single run, an ensemble) and publishes the file.
  void publish(const RunTable& table, const Provenance& provenance);

 private:
  std::unique_ptr<AtomicFile> file_;
  StoreOptions options_;
};

/// Reads a results file. Throws: FileError when it cannot be opened, is damaged or not complete.
class StoreReader {
 public:
  explicit StoreReader(std::string path);
  ~StoreReader();
  StoreReader(StoreReader&&) noexcept;
  StoreReader& operator=(StoreReader&&) noexcept;

  /// Everything that was found. A file with one table alone has it as `defaults`.
  Comparison comparison() const;
  /// The runs that the root of the file holds: the samples if there are any, else the default runs.
  RunTable runs() const;
  Provenance provenance() const;
  /// Distributions over samples; empty in a file without them.
  std::vector<FanChart> fans() const;
  /// Runs that no shard had when the file was written; `not_run` in their status.
  std::size_t missing_runs() const;

 private:
  struct File;
  std::unique_ptr<File> file_;
};

}  // namespace slackwater::results
