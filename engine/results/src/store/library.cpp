#include "store/library.hpp"

#include <H5Cpp.h>

namespace slackwater::results {
namespace {

std::recursive_mutex& library_mutex() {
  static std::recursive_mutex mutex;
  return mutex;
}

}  // namespace

LibraryUse::LibraryUse() : lock_(library_mutex()) { H5::Exception::dontPrint(); }

}  // namespace slackwater::results
