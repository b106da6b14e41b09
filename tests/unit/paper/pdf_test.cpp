#include "slackwater/paper/pdf.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace slackwater::paper {
namespace {

namespace fs = std::filesystem;

/// A folder with programs that pretend to be printers; what they saw goes to `seen`.
class PdfTest : public ::testing::Test {
 protected:
  PdfTest() {
    std::string pattern = (fs::temp_directory_path() / "pdf-test-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~PdfTest() override { fs::remove_all(folder_); }

  Printer program(const std::string& name, const std::string& script) {
    const auto path = folder_ / name;
    std::ofstream(path) << "#!/bin/sh\nseen=" << seen() << "\n" << script;
    fs::permissions(path, fs::perms::owner_all);
    return {name == "weasyprint" ? Printer::Kind::weasyprint : Printer::Kind::chromium, path};
  }
  std::string seen() const { return folder_ / "seen"; }
  std::string what_was_seen() const {
    std::ifstream file(seen());
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path folder_;
};

// Finds the option that names the target, as Chromium does.
constexpr const char* kTarget =
    "for word in \"$@\"; do case $word in --print-to-pdf=*) target=${word#*=};; "
    "--user-data-dir=*) profile=${word#*=};; esac; done\n";

std::string message(const base::Result<std::string>& result) {
  return result.diagnostics().entries().at(0).code + ": " +
         result.diagnostics().entries().at(0).message;
}

TEST_F(PdfTest, BrowsersComeBeforeWeasyPrintAndTheFirstFolderWins) {
  program("weasyprint", "");
  program("google-chrome", "");
  program("chromium", "");
  std::ofstream(folder_ / "chrome") << "not a program";
  const auto found = find_printers("relative:" + folder_.string() + "::/nowhere");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].program, folder_ / "chromium");
  EXPECT_EQ(found[1].program, folder_ / "google-chrome");
  EXPECT_EQ(found[2].program, folder_ / "weasyprint");
  EXPECT_EQ(found[2].kind, Printer::Kind::weasyprint);
}

TEST_F(PdfTest, NeitherIsAnErrorThatNamesBoth) {
  const auto result = pdf("<p>", {});
  ASSERT_FALSE(result);
  EXPECT_EQ(message(result),
            "E9034: a PDF needs Chromium or WeasyPrint, and neither is on this machine");
}

TEST_F(PdfTest, TheBrowserIsAloneOfflineAndLeavesNothing) {
  ::setenv("SECRET_OF_THE_USER", "1", 1);
  const auto browser = program("chromium", std::string(kTarget) +
                                               "echo \"$@\" >$seen; env >>$seen; mkdir $profile; "
                                               "echo \"%PDF-1.4 page %%EOF\" >$target\n");
  const auto result = pdf("<p>", {{browser}});
  ::unsetenv("SECRET_OF_THE_USER");
  ASSERT_TRUE(result) << message(result);
  EXPECT_EQ(*result, "%PDF-1.4 page %%EOF\n");
  const auto seen = what_was_seen();
  EXPECT_NE(seen.find("--host-resolver-rules=MAP * ~NOTFOUND"), std::string::npos);
  EXPECT_EQ(seen.find("SECRET_OF_THE_USER"), std::string::npos);
  EXPECT_EQ(seen.find("--no-sandbox") != std::string::npos, ::geteuid() == 0);
  const auto begin = seen.find("HOME=") + 5;
  const fs::path home = seen.substr(begin, seen.find('\n', begin) - begin);
  EXPECT_TRUE(home.parent_path().filename().string().starts_with("slackwater-print-"));
  EXPECT_FALSE(fs::exists(home.parent_path()));
}

TEST_F(PdfTest, WhenTheBrowserFailsWeasyPrintPrints) {
  const auto browser = program("chromium", "echo broken >&2; exit 7\n");
  const auto other = program("weasyprint", "cp $1 $2.html; echo \"%PDF-1.7 other %%EOF\" >$2\n");
  const auto result = pdf("<p>", {{browser, other}});
  ASSERT_TRUE(result) << message(result);
  EXPECT_EQ(*result, "%PDF-1.7 other %%EOF\n");
}

TEST_F(PdfTest, WhenAllFailTheirLastWordsAreSaid) {
  const auto browser = program("chromium", "echo first; echo no usable font >&2; exit 7\n");
  const auto other = program("weasyprint", "echo \"%PDF-1.7 cut off\" >$2\n");
  const auto result = pdf("<p>", {{browser, other}});
  ASSERT_FALSE(result);
  EXPECT_EQ(message(result), "E9035: the page cannot be printed: " + browser.program +
                                 " ended with 7: no usable font; " + other.program +
                                 " left no whole PDF");
}

TEST_F(PdfTest, APrinterThatHangsIsEndedWithAllItStarted) {
  const auto browser = program("chromium", "sleep 600 & echo $! >$seen; wait\n");
  const auto begin = std::chrono::steady_clock::now();
  const auto result = pdf("<p>", {{browser}, 2});
  ASSERT_FALSE(result);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
  EXPECT_NE(message(result).find("not done after 2 s"), std::string::npos) << message(result);
  const auto grandchild = static_cast<pid_t>(std::stol(what_was_seen()));
  // Its parent is gone, so whoever adopted it has to notice its end.
  for (int tries = 0; tries < 200 && fs::exists("/proc/" + std::to_string(grandchild) + "/exe");
       ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  std::ifstream state("/proc/" + std::to_string(grandchild) + "/stat");
  const std::string text{std::istreambuf_iterator<char>(state), {}};
  EXPECT_TRUE(text.empty() || text.find(") Z ") != std::string::npos) << text;
}

TEST_F(PdfTest, AStopEndsThePrinter) {
  const auto browser = program("chromium", "sleep 600\n");
  int asked = 0;
  const auto result = pdf("<p>", {{browser}, 60, [&] { return ++asked > 3; }});
  ASSERT_FALSE(result);
  EXPECT_TRUE(message(result).starts_with("E9001")) << message(result);
}

TEST_F(PdfTest, AProgramThatCannotStartIsSaid) {
  const Printer missing{Printer::Kind::chromium, folder_ / "missing"};
  const auto result = pdf("<p>", {{missing}});
  ASSERT_FALSE(result);
  EXPECT_NE(message(result).find("cannot start: No such file"), std::string::npos);
}

}  // namespace
}  // namespace slackwater::paper
