#include "slackwater/results/file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace slackwater::results {
namespace {

namespace fs = std::filesystem;

class FileTest : public testing::Test {
 protected:
  FileTest() {
    auto name = (fs::temp_directory_path() / "slackwater-file-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~FileTest() override { fs::remove_all(folder_); }

  std::string path(const char* name) const { return (folder_ / name).string(); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }
  static std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path folder_;
};

TEST_F(FileTest, AppearsOnlyWhenPublished) {
  AtomicFile file(path("a.txt"));
  file.write("hello");
  EXPECT_FALSE(fs::exists(path("a.txt")));
  file.publish();
  EXPECT_EQ(content(path("a.txt")), "hello");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(FileTest, LeavesNothingBehindWhenAbandoned) {
  {
    AtomicFile file(path("a.txt"));
    file.write("half");
  }
  EXPECT_EQ(entries(), 0u);
}

TEST_F(FileTest, KeepsTheOldFileUntilTheNewOneIsWhole) {
  publish_file(path("a.txt"), "old");
  {
    AtomicFile file(path("a.txt"));
    file.write("new");
    EXPECT_EQ(content(path("a.txt")), "old");
  }
  EXPECT_EQ(content(path("a.txt")), "old");
  publish_file(path("a.txt"), "new");
  EXPECT_EQ(content(path("a.txt")), "new");
}

TEST_F(FileTest, NamesAFolderThatIsMissing) {
  try {
    AtomicFile file(path("missing/a.txt"));
    FAIL() << "no error";
  } catch (const FileError& error) {
    EXPECT_EQ(error.path(), path("missing/a.txt"));
    EXPECT_NE(std::string(error.what()).find("No such file or directory"), std::string::npos);
    EXPECT_NE(error.hint().find("create the folder"), std::string::npos);
  }
}

TEST_F(FileTest, RefusesAFolderAsAFile) {
  EXPECT_THROW(AtomicFile{folder_.string()}, FileError);
  EXPECT_THROW(AtomicFile{""}, FileError);
}

TEST_F(FileTest, ReadOnlyFolder) {
  if (::geteuid() == 0) {
    // Root may write to any folder that is no pseudo file system, so the kernel's own is asked.
    try {
      AtomicFile file("/proc/slackwater.txt");
      FAIL() << "no error";
    } catch (const FileError& error) {
      EXPECT_EQ(error.path(), "/proc/slackwater.txt");
      EXPECT_FALSE(error.hint().empty());
    }
    return;
  }
  ::chmod(folder_.c_str(), 0500);
  EXPECT_THROW(AtomicFile{path("a.txt")}, FileError);
  ::chmod(folder_.c_str(), 0700);
}

// A limit on the size of files stops a write half-way, as a full disk does.
TEST_F(FileTest, HalfAWriteIsNotPublished) {
  publish_file(path("a.txt"), "old");
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  auto* handler = std::signal(SIGXFSZ, SIG_IGN);
  constexpr rlim_t kLimit = 4096;
  const rlimit limited{kLimit, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &limited);
  std::string message;
  try {
    publish_file(path("a.txt"), std::string(3 * kLimit, 'x'));
  } catch (const FileError& error) {
    message = error.what();
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_NE(message.find(path("a.txt")), std::string::npos);
  EXPECT_NE(message.find("hint: "), std::string::npos);
  EXPECT_EQ(content(path("a.txt")), "old");
  EXPECT_EQ(entries(), 1u);
}

TEST(FileErrorTest, NamesPathProblemAndRemedy) {
  const FileError error("out/results.h5", "cannot write: No space left on device", "make room");
  EXPECT_STREQ(error.what(),
               "out/results.h5: cannot write: No space left on device\n   hint: make room");
}

}  // namespace
}  // namespace slackwater::results
