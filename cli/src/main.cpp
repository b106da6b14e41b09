#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <new>

#include "console.hpp"
#include "exit_code.hpp"
#include "slackwater/api/model.hpp"
#include "slackwater/results/file.hpp"
#include "subcommands.hpp"
#include "usage.hpp"

namespace slackwater::cli {
namespace {

constexpr const char* kFooter =
    "SUBCOMMAND --help tells more about each.\n"
    "\n"
    "Examples:\n"
    "  slackwater compare scenarios/slack_and_rework.yaml --out results\n"
    "  slackwater run models/teacup.sd --set room_temperature=15 --out teacup.csv\n"
    "  slackwater check my_model.sd\n"
    "\n"
    "Exit codes: 0 fine, 1 a run failed or a claim does not hold, 2 usage,\n"
    "3 errors in a model or scenario, 4 files, 130 interrupted.\n";

int run(int argc, char** argv) {
  CLI::App app{
      "Slackwater: what does an organization gain and lose by running close to full, "
      "and what does slack buy it?",
      "slackwater"};
  app.set_version_flag("--version", "slackwater " + std::string(api::version()));
  app.require_subcommand(1);
  Action action;
  add_check(app, action);
  add_format(app, action);
  add_run(app, action);
  add_compare(app, action);
  add_page(app, action);
  add_ensemble(app, action);
  add_equilibrium(app, action);
  add_why(app, action);
  add_fit(app, action);
  add_reproduce(app, action);
  add_info(app, action);
  add_diagram(app, action);
  add_schema(app, action);
  app.footer(kFooter);  // last: subcommands inherit the footer that is there when they are added
  use_our_help(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return answer_parse_error(app, error, argc, argv);
  }
  return action();
}

// Runs the command and turns whatever goes wrong into a message and an exit code.
int guarded(int argc, char** argv) {
  try {
    const int code = run(argc, argv);
    // A full disk or a closed pipe may show only when the last bytes leave.
    if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return code;
    print_error(std::string("error: cannot write to standard output: ") + std::strerror(errno) +
                "\n");
    return code == kFine ? kFiles : code;
  } catch (const results::FileError& error) {
    print_error(std::string("error: ") + error.what() + "\n");
    return kFiles;
  } catch (const std::filesystem::filesystem_error& error) {  // of what may not be looked into
    print_error("error: " + error.path1().string() + ": " + error.code().message() +
                "\n   hint: choose a file or folder that you may read and write\n");
    return kFiles;
  } catch (const std::bad_alloc&) {
    print_error("error: out of memory\n   hint: save fewer variables (--save) or fewer samples\n");
    return kRunFailed;
  } catch (const std::exception& error) {
    print_error(std::string("error: ") + error.what() + "\n");
    return kRunFailed;
  }
}

}  // namespace
}  // namespace slackwater::cli

int main(int argc, char** argv) { return slackwater::cli::guarded(argc, argv); }
