#include <stdexcept>
#include <utility>

#include "slackwater/results/hdf5_store.hpp"
#include "store/layout.hpp"
#include "store/library.hpp"
#include "store/netcdf_file.hpp"
#include "store/write_comparison.hpp"
#include "store/write_table.hpp"

namespace slackwater::results {
namespace {

template <class WriteRoot>
void write_and_publish(std::unique_ptr<AtomicFile> file, int deflate, const WriteRoot& write_root) {
  if (!file) throw std::logic_error("StoreWriter: already published");
  const LibraryUse use;
  try {
    NetcdfFile netcdf(deflate);
    {
      auto root = netcdf.root();
      write_root(root);
    }
    netcdf.finish([&file](const void* bytes, std::size_t size) { file->write(bytes, size); });
  } catch (const H5::Exception& error) {
    throw FileError(file->path(), "cannot lay the results out: " + error.getDetailMsg(),
                    "there may be too little memory; save fewer variables or samples");
  } catch (const std::invalid_argument& error) {
    throw FileError(file->path(), std::string("cannot lay the results out: ") + error.what(), "");
  }
  file->publish();
}

}  // namespace

StoreWriter::StoreWriter(std::string path, StoreOptions options)
    : file_(std::make_unique<AtomicFile>(std::move(path))), options_(options) {}
StoreWriter::~StoreWriter() = default;
StoreWriter::StoreWriter(StoreWriter&&) noexcept = default;
StoreWriter& StoreWriter::operator=(StoreWriter&&) noexcept = default;

void StoreWriter::publish(const Comparison& comparison) {
  write_and_publish(std::move(file_), options_.deflate,
                    [&](NetcdfGroup& root) { write_comparison(root, comparison); });
}

void StoreWriter::publish(const RunTable& table, const Provenance& provenance) {
  write_and_publish(std::move(file_), options_.deflate, [&](NetcdfGroup& root) {
    set_attribute(root.handle(), "Conventions", "CF-1.10");
    set_attribute(root.handle(), layout::kRuns, "runs");
    write_provenance(root, provenance);
    write_fingerprint(root, provenance.fingerprint);
    write_table(root, table, {});
  });
}

}  // namespace slackwater::results
