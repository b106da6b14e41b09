#include "core/memory.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace slackwater::api {
namespace {

constexpr double kGibibyte = 1024.0 * 1024.0 * 1024.0;

// 0 where the system does not say, as in a browser.
double physical_memory() {
  const auto pages = sysconf(_SC_PHYS_PAGES);
  const auto size = sysconf(_SC_PAGESIZE);
  return pages > 0 && size > 0 ? static_cast<double>(pages) * static_cast<double>(size) : 0;
}

}  // namespace

base::Diagnostics check_memory(double values, bool for_file) {
  base::Diagnostics diagnostics;
  const double needed = values * sizeof(double) * (for_file ? 2 : 1);
  const double there = physical_memory();
  if (there > 0 && needed > 0.75 * there) {
    diagnostics.error(
        "E9015",
        fmt::format("the series of all runs{} need {:.1f} GiB of memory; this "
                    "machine has {:.1f} GiB",
                    for_file ? " and the file of them" : "", needed / kGibibyte, there / kGibibyte),
        {}, "take fewer samples, save fewer variables, or save less often");
  }
  return diagnostics;
}

}  // namespace slackwater::api
