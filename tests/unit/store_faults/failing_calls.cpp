#include "failing_calls.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>

namespace failing_calls {
namespace {

struct Plan {
  bool armed = false;
  std::size_t left = 0;
  int error = 0;
  bool and_all_later = false;
  bool failed = false;
};
Plan plan;

bool fails_now() {
  if (!plan.armed) return false;
  if (plan.left > 0) {
    --plan.left;
    return false;
  }
  if (plan.failed && !plan.and_all_later) return false;
  plan.failed = true;
  errno = plan.error;
  return true;
}

}  // namespace

void arm(std::size_t nth, int error, bool and_all_later) {
  plan = {true, nth, error, and_all_later, false};
}

bool disarm() {
  plan.armed = false;
  return plan.failed;
}

}  // namespace failing_calls

using failing_calls::fails_now;

extern "C" {

int __real_open(const char* path, int flags, ...);
ssize_t __real_write(int file, const void* data, size_t size);
ssize_t __real_pwrite(int file, const void* data, size_t size, off_t offset);
int __real_fsync(int file);
int __real_ftruncate(int file, off_t size);
int __real_rename(const char* from, const char* to);
int __real_close(int file);

int __wrap_open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const auto mode = (flags & O_CREAT) != 0 ? va_arg(arguments, unsigned) : 0u;
  va_end(arguments);
  if ((flags & O_CREAT) != 0 && fails_now()) return -1;
  return __real_open(path, flags, mode);
}
ssize_t __wrap_write(int file, const void* data, size_t size) {
  return fails_now() ? -1 : __real_write(file, data, size);
}
ssize_t __wrap_pwrite(int file, const void* data, size_t size, off_t offset) {
  return fails_now() ? -1 : __real_pwrite(file, data, size, offset);
}
int __wrap_fsync(int file) { return fails_now() ? -1 : __real_fsync(file); }
int __wrap_ftruncate(int file, off_t size) {
  return fails_now() ? -1 : __real_ftruncate(file, size);
}
int __wrap_rename(const char* from, const char* to) {
  return fails_now() ? -1 : __real_rename(from, to);
}
// The descriptor is gone either way, as on Linux.
int __wrap_close(int file) {
  const bool fails = fails_now();
  const int error = errno;
  const int result = __real_close(file);
  if (!fails) return result;
  errno = error;
  return -1;
}
}
