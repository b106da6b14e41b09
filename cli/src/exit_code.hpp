#pragma once

/// What the command returns to the shell; documented in docs/reference/command.md.
namespace slackwater::cli {

inline constexpr int kFine = 0;
inline constexpr int kRunFailed = 1;      ///< a run failed, a claim fails, a file is not formatted
inline constexpr int kUsage = 2;          ///< the arguments are wrong
inline constexpr int kModelErrors = 3;    ///< errors in a model or scenario file
inline constexpr int kFiles = 4;          ///< a file cannot be read or written
inline constexpr int kInterrupted = 130;  ///< Ctrl-C or SIGTERM

}  // namespace slackwater::cli
