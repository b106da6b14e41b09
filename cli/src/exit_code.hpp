#pragma once

namespace slackwater::cli {

/// What the command returns to the shell; documented in docs/reference/command.md.
enum ExitCode : int {
  kFine = 0,
  kRunFailed = 1,      ///< a run failed, a claim does not hold, a file is not formatted
  kUsage = 2,          ///< the arguments are wrong
  kModelErrors = 3,    ///< errors in a model or scenario file
  kFiles = 4,          ///< a file cannot be read or written
  kInterrupted = 130,  ///< Ctrl-C or SIGTERM
};

}  // namespace slackwater::cli
