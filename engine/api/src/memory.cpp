#include "memory.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace slackwater::api {
namespace {

constexpr double kGibibyte = 1024.0 * 1024.0 * 1024.0;

double physical_memory() {
  const auto pages = sysconf(_SC_PHYS_PAGES);
  const auto size = sysconf(_SC_PAGESIZE);
  return pages > 0 && size > 0 ? static_cast<double>(pages) * static_cast<double>(size) : 0;
}

}  // namespace

base::Diagnostics check_memory(double values) {
  base::Diagnostics diagnostics;
  const double needed = values * sizeof(double);
  const double there = physical_memory();
  if (there > 0 && needed > 0.75 * there) {
    diagnostics.error("E9015",
                      fmt::format("the series of all runs need {:.1f} GiB of memory; this machine "
                                  "has {:.1f} GiB",
                                  needed / kGibibyte, there / kGibibyte),
                      {}, "take fewer samples, save fewer variables, or save less often");
  }
  return diagnostics;
}

}  // namespace slackwater::api
