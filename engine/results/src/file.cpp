#include "slackwater/results/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "file_failure.hpp"

namespace slackwater::results {
namespace {

constexpr std::size_t kLargestWrite = std::size_t{1} << 30;  // Linux writes at most 2 GiB at once

std::string folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

// Hidden, so that nobody opens a half-written file by a glob, and unlike that of any other writer.
std::string temporary_name(const std::string& path) {
  static std::atomic<unsigned> count = 0;
  return folder_of(path) + "/." + std::filesystem::path(path).filename().string() + ".partial-" +
         std::to_string(::getpid()) + "-" + std::to_string(++count);
}

}  // namespace

std::string remedy(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "make room on that disk, or write to another one";
    case EFBIG:
      return "the system limits the size of files here (ulimit -f); raise it or save fewer "
             "variables";
    case EACCES:
    case EPERM:
    case EROFS:
      return "choose a folder that you may write to";
    case ENOENT:
    case ENOTDIR:
      return "create the folder first, or choose one that exists";
    case EISDIR:
      return "a folder has that name; choose another name for the file";
    default:
      return "check the disk, or write to another one";
  }
}

void fail(const std::string& path, const std::string& doing, int error) {
  throw FileError(path, "cannot " + doing + ": " + std::strerror(error), remedy(error));
}

FileError::FileError(std::string path, std::string problem, std::string hint)
    : std::runtime_error(path + ": " + problem + (hint.empty() ? "" : "\n   hint: " + hint)),
      path_(std::move(path)),
      problem_(std::move(problem)),
      hint_(std::move(hint)) {}

AtomicFile::AtomicFile(std::string path)
    : path_(std::move(path)), temporary_(temporary_name(path_)) {
  if (path_.empty()) fail("create the file", ENOENT);
  std::error_code ignored;
  if (std::filesystem::is_directory(path_, ignored)) fail("create the file", EISDIR);
  descriptor_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail("create the file", errno);
}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
}

void AtomicFile::write(const void* data, std::size_t size) {
  auto bytes = static_cast<const char*>(data);
  while (size > 0) {
    const auto written = ::write(descriptor_, bytes, std::min(size, kLargestWrite));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write", errno);
    bytes += written;
    size -= static_cast<std::size_t>(written);
  }
}

void AtomicFile::write_at(std::uint64_t offset, const void* data, std::size_t size) {
  auto bytes = static_cast<const char*>(data);
  while (size > 0) {
    const auto written =
        ::pwrite(descriptor_, bytes, std::min(size, kLargestWrite), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write", errno);
    bytes += written;
    offset += static_cast<std::uint64_t>(written);
    size -= static_cast<std::size_t>(written);
  }
}

void AtomicFile::read_at(std::uint64_t offset, void* data, std::size_t size) const {
  auto bytes = static_cast<char*>(data);
  while (size > 0) {
    const auto count =
        ::pread(descriptor_, bytes, std::min(size, kLargestWrite), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("read back", errno);
    if (count == 0) break;
    bytes += count;
    offset += static_cast<std::uint64_t>(count);
    size -= static_cast<std::size_t>(count);
  }
  std::memset(bytes, 0, size);
}

void AtomicFile::resize(std::uint64_t size) {
  if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) fail("write", errno);
}

void AtomicFile::publish() {
  if (::fsync(descriptor_) != 0) fail("write", errno);
  if (::close(std::exchange(descriptor_, -1)) != 0) {
    const int error = errno;
    ::unlink(temporary_.c_str());
    fail("write", error);
  }
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary_.c_str());
    fail("give the file its name", error);
  }
  // Some file systems cannot flush a folder; the file itself is safe by then.
  const int folder = ::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
}

void AtomicFile::fail(const char* doing, int error) const { results::fail(path_, doing, error); }

void publish_file(const std::string& path, std::string_view bytes) {
  AtomicFile file(path);
  file.write(bytes);
  file.publish();
}

}  // namespace slackwater::results
