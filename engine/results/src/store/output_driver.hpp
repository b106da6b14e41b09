#pragma once

#include <H5Cpp.h>

#include <exception>

#include "slackwater/results/file.hpp"

namespace slackwater::results {

/// Lets the HDF5 library write into an AtomicFile, piece by piece, so that a file may be larger
/// than the memory.
///
/// The library cannot go on after a write that failed: it leaks the file and ends in disorder. So
/// it is told that all went well, nothing more is written, and check() says what happened.
/// Source: HDF5 Virtual File Layer, H5FD_class_t.
class OutputDriver {
 public:
  explicit OutputDriver(AtomicFile& file);
  ~OutputDriver();
  OutputDriver(const OutputDriver&) = delete;
  OutputDriver& operator=(const OutputDriver&) = delete;

  void use_for(H5::FileAccPropList& access) const;
  /// Throws: the FileError of the first operation that failed.
  void check() const;

 private:
  struct Calls;

  AtomicFile& file_;
  hid_t driver_;
  std::exception_ptr error_;
};

}  // namespace slackwater::results
