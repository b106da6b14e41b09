#include "folder/flock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "file_failure.hpp"
#include "slackwater/results/file.hpp"

namespace slackwater::results {
namespace {

int open_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) fail(path, "create the file", errno);
  return descriptor;
}

// 0, or the errno of what went wrong.
int lock(int descriptor, int operation) {
  while (::flock(descriptor, operation) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

[[noreturn]] void no_locks(const std::string& path, int error) {
  throw FileError(path, std::string("cannot lock the file: ") + std::strerror(error),
                  "choose a folder on a file system with locks (flock); some network disks are "
                  "mounted without");
}

}  // namespace

Flock Flock::wait_for(const std::string& path) {
  Flock held(open_file(path));
  if (const int error = lock(held.descriptor_, LOCK_EX); error != 0) no_locks(path, error);
  return held;
}

Flock Flock::attempt(const std::string& path) {
  Flock held(open_file(path));
  const int error = lock(held.descriptor_, LOCK_EX | LOCK_NB);
  if (error == EWOULDBLOCK) return {};
  if (error != 0) no_locks(path, error);
  return held;
}

Flock::~Flock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}
Flock::Flock(Flock&& other) noexcept : descriptor_(other.take()) {}
Flock& Flock::operator=(Flock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

int Flock::take() { return std::exchange(descriptor_, -1); }

void Flock::write(const std::string& text) const {
  if (::ftruncate(descriptor_, 0) != 0) return;
  if (::pwrite(descriptor_, text.data(), text.size(), 0) < 0) return;
}

}  // namespace slackwater::results
