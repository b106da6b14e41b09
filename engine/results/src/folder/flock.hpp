#pragma once

#include <string>

namespace slackwater::results {

/// A file that is held with flock: the kernel frees it when its last holder ends, however it ends.
///
/// Throws: FileError when the file cannot be made or the file system knows no locks.
class Flock {
 public:
  /// Waits until the file is free.
  static Flock wait_for(const std::string& path);
  /// Takes the file if it is free; `is_held()` says whether that worked.
  static Flock attempt(const std::string& path);

  Flock() = default;
  ~Flock();
  Flock(Flock&& other) noexcept;
  Flock& operator=(Flock&& other) noexcept;

  bool is_held() const { return descriptor_ >= 0; }
  /// Replaces what the file says. Best effort: it is there for people.
  void write(const std::string& text) const;
  /// Hands the descriptor over; whoever closes it frees the file.
  int take();

 private:
  explicit Flock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace slackwater::results
