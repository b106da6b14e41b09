#include <H5Cpp.h>

#include <filesystem>
#include <stdexcept>
#include <utility>

#include "slackwater/results/hdf5_store.hpp"
#include "store/layout.hpp"
#include "store/library.hpp"
#include "store/read_comparison.hpp"
#include "store/read_fans.hpp"
#include "store/read_table.hpp"

namespace slackwater::results {

struct StoreReader::File {
  std::string path;
  H5::H5File handle;

  // Every failure of the library, and of a layout that is not ours, becomes one kind of error.
  template <class Read>
  auto guarded(const Read& read) const {
    const LibraryUse use;
    try {
      return read(handle.openGroup("/"));
    } catch (const H5::Exception& error) {
      throw FileError(path, "is damaged or not a results file: " + error.getDetailMsg(),
                      "run the comparison again to replace it");
    } catch (const std::runtime_error& error) {
      throw FileError(path, std::string("is damaged or not a results file: ") + error.what(),
                      "run the comparison again to replace it");
    }
  }
};

StoreReader::StoreReader(std::string path) : file_(std::make_unique<File>()) {
  file_->path = std::move(path);
  std::error_code error;
  if (!std::filesystem::is_regular_file(file_->path, error)) {
    throw FileError(file_->path, "no such file",
                    "give the path of a results file, such as out/results.h5");
  }
  const LibraryUse use;
  try {
    file_->handle = H5::H5File(file_->path, H5F_ACC_RDONLY);
  } catch (const H5::Exception&) {
    throw FileError(file_->path, "cannot be opened as HDF5: it is damaged, or another kind of file",
                    "give the path of a results file, such as out/results.h5");
  }
  const bool complete = file_->guarded([](const H5::Group& root) {
    return root.attrExists(layout::kComplete) && root.attrExists(layout::kRuns);
  });
  if (!complete) {
    throw FileError(file_->path, "is not a complete results file of slackwater",
                    "run the comparison again to replace it");
  }
}

StoreReader::~StoreReader() {
  const LibraryUse use;
  file_.reset();
}
StoreReader::StoreReader(StoreReader&&) noexcept = default;
StoreReader& StoreReader::operator=(StoreReader&&) noexcept = default;

Comparison StoreReader::comparison() const {
  return file_->guarded([](const H5::Group& root) { return read_comparison(root); });
}

RunTable StoreReader::runs() const {
  return file_->guarded([](const H5::Group& root) { return read_table(root).table; });
}

Provenance StoreReader::provenance() const {
  return file_->guarded([](const H5::Group& root) { return read_provenance(root); });
}

std::vector<FanChart> StoreReader::fans() const {
  return file_->guarded([](const H5::Group& root) { return read_fan_charts(root); });
}

std::size_t StoreReader::missing_runs() const {
  return file_->guarded([](const H5::Group& root) {
    return static_cast<std::size_t>(count_attribute(root, layout::kMissing));
  });
}

}  // namespace slackwater::results
