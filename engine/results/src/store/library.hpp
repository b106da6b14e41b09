#pragma once

#include <mutex>

namespace slackwater::results {

/// Holds the HDF5 library for one thread at a time, and keeps it from printing its error stack.
///
/// The library is built without thread safety, and Python may call us from several threads.
class LibraryUse {
 public:
  LibraryUse();

 private:
  std::lock_guard<std::recursive_mutex> lock_;
};

}  // namespace slackwater::results
