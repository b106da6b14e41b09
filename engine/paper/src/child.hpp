#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace slackwater::paper {

struct ChildCommand {
  std::vector<std::string> words;        ///< the program's path and its arguments
  std::vector<std::string> environment;  ///< "NAME=value", all that the child sees
  std::string output;                    ///< file for what it prints, standard error too
  std::chrono::duration<double> timeout{60};
  std::function<bool()> stop;
};

struct ChildEnd {
  enum class Kind { exited, signalled, timed_out, stopped, not_started };
  Kind kind = Kind::exited;
  int code = 0;  ///< exit code, signal or errno
};

/// Runs a program, without a shell, as the leader of a process group, and waits for its end.
///
/// Guarantees: when it returns, no process of that group is left.
ChildEnd run_child(const ChildCommand& command);

}  // namespace slackwater::paper
