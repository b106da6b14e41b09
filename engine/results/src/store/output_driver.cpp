#include "store/output_driver.hpp"

#include <algorithm>
#include <cstring>

namespace slackwater::results {
namespace {

// What the library keeps for an open file; the public part comes first.
struct OpenFile {
  H5FD_t library;
  OutputDriver* driver;
  haddr_t allocated;  // what the library has given out
  haddr_t written;    // up to where there are bytes
};

OpenFile& open_file(H5FD_t* file) { return *reinterpret_cast<OpenFile*>(file); }
const OpenFile& open_file(const H5FD_t* file) { return *reinterpret_cast<const OpenFile*>(file); }

}  // namespace

struct OutputDriver::Calls {
  static H5FD_t* open(const char*, unsigned, hid_t access, haddr_t) {
    auto* const* driver = static_cast<OutputDriver* const*>(H5Pget_driver_info(access));
    if (driver == nullptr) return nullptr;
    return &(new OpenFile{{}, *driver, 0, 0})->library;
  }
  static herr_t close(H5FD_t* file) {
    delete &open_file(file);
    return 0;
  }
  static herr_t query(const H5FD_t*, unsigned long* flags) {
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
             H5FD_FEAT_AGGREGATE_SMALLDATA;
    return 0;
  }
  static haddr_t allocated(const H5FD_t* file, H5FD_mem_t) { return open_file(file).allocated; }
  static herr_t set_allocated(H5FD_t* file, H5FD_mem_t, haddr_t address) {
    open_file(file).allocated = address;
    return 0;
  }
  static haddr_t written(const H5FD_t* file, H5FD_mem_t) { return open_file(file).written; }

  static herr_t read(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, size_t size, void* buffer) {
    attempt(file, [&](AtomicFile& output) { output.read_at(address, buffer, size); });
    if (open_file(file).driver->error_) std::memset(buffer, 0, size);
    return 0;
  }
  static herr_t write(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, size_t size,
                      const void* buffer) {
    attempt(file, [&](AtomicFile& output) { output.write_at(address, buffer, size); });
    auto& opened = open_file(file);
    opened.written = std::max(opened.written, address + size);
    return 0;
  }
  static herr_t truncate(H5FD_t* file, hid_t, hbool_t) {
    auto& opened = open_file(file);
    if (opened.written == opened.allocated) return 0;
    attempt(file, [&](AtomicFile& output) { output.resize(opened.allocated); });
    opened.written = opened.allocated;
    return 0;
  }

  template <class Act>
  static void attempt(H5FD_t* file, const Act& act) {
    auto& driver = *open_file(file).driver;
    if (driver.error_) return;
    try {
      act(driver.file_);
    } catch (const FileError&) {
      driver.error_ = std::current_exception();
    }
  }

  static H5FD_class_t table() {
    H5FD_class_t calls{};
#if H5_VERSION_GE(1, 13, 2)
    calls.version = H5FD_CLASS_VERSION;
    calls.value = static_cast<H5FD_class_value_t>(513);  // of the range for private use
#endif
    calls.name = "slackwater-output";
    calls.maxaddr = (haddr_t{1} << 63) - 1;  // what off_t holds
    calls.fc_degree = H5F_CLOSE_STRONG;
    calls.fapl_size = sizeof(OutputDriver*);
    calls.open = open;
    calls.close = close;
    calls.query = query;
    calls.get_eoa = allocated;
    calls.set_eoa = set_allocated;
    calls.get_eof = written;
    calls.read = read;
    calls.write = write;
    calls.truncate = truncate;
    return calls;
  }
};

OutputDriver::OutputDriver(AtomicFile& file) : file_(file) {
  const auto calls = Calls::table();
  driver_ = H5FDregister(&calls);
  if (driver_ < 0) throw H5::LibraryIException("H5FDregister", "the driver is not accepted");
}

OutputDriver::~OutputDriver() { H5FDunregister(driver_); }

void OutputDriver::use_for(H5::FileAccPropList& access) const {
  const auto* self = this;
  if (H5Pset_driver(access.getId(), driver_, &self) < 0) {
    throw H5::PropListIException("H5Pset_driver", "the driver is not accepted");
  }
}

void OutputDriver::check() const {
  if (error_) std::rethrow_exception(error_);
}

}  // namespace slackwater::results
