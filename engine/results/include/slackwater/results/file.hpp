#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace slackwater::results {

/// A file that could not be read or written: which one, why, and what to do.
class FileError : public std::runtime_error {
 public:
  FileError(std::string path, std::string problem, std::string hint);

  const std::string& path() const { return path_; }
  /// The path and what is wrong, without the remedy.
  std::string problem() const { return path_ + ": " + problem_; }
  /// One remedy that can be acted on; part of what() too.
  const std::string& hint() const { return hint_; }

 private:
  std::string path_;
  std::string problem_;
  std::string hint_;
};

/// A file that appears under its name complete or not at all.
///
/// The constructor creates a temporary file beside the target, so a folder that cannot be written
/// is found before the work and not after it. `publish` flushes to the disk, renames and flushes
/// the folder; a file that was not published is removed. Throws: FileError from every member.
class AtomicFile {
 public:
  explicit AtomicFile(std::string path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  const std::string& path() const { return path_; }
  void write(const void* data, std::size_t size);
  void write(std::string_view text) { write(text.data(), text.size()); }
  /// At a place of its own, for a file that is not written from front to back.
  void write_at(std::uint64_t offset, const void* data, std::size_t size);
  /// Bytes beyond the end are zero.
  void read_at(std::uint64_t offset, void* data, std::size_t size) const;
  void resize(std::uint64_t size);
  void publish();

 private:
  [[noreturn]] void fail(const char* doing, int error) const;

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
};

/// Writes a whole file in one go, with the guarantees of AtomicFile.
void publish_file(const std::string& path, std::string_view bytes);

}  // namespace slackwater::results
