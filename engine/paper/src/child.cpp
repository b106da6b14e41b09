#include "child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <cerrno>
#include <thread>

namespace slackwater::paper {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kPause = std::chrono::milliseconds(20);

/// Standard input empty, both outputs into one file; a process group and default signals.
class SpawnSetup {
 public:
  explicit SpawnSetup(const std::string& output) {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, output.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&files_, STDOUT_FILENO, STDERR_FILENO);
    posix_spawnattr_init(&attributes_);
    sigset_t all;
    sigset_t none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~SpawnSetup() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&files_);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;

  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const auto& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

ChildEnd ended(int status) {
  if (WIFSIGNALED(status)) return {ChildEnd::Kind::signalled, WTERMSIG(status)};
  return {ChildEnd::Kind::exited, WEXITSTATUS(status)};
}

// True when the child has ended by itself. It is left unreaped, so that its group keeps its number
// until what it left behind is ended, too.
bool has_ended(pid_t child) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == child;
}

int reap(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

ChildEnd run_child(const ChildCommand& command) {
  const SpawnSetup setup(command.output);
  const auto words = pointers(command.words);
  const auto environment = pointers(command.environment);
  pid_t child = 0;
  const int error = ::posix_spawn(&child, words[0], setup.files(), setup.attributes(), words.data(),
                                  environment.data());
  if (error != 0) return {ChildEnd::Kind::not_started, error};
  const auto begin = Clock::now();
  auto kind = ChildEnd::Kind::exited;
  while (!has_ended(child)) {
    if (command.stop && command.stop()) kind = ChildEnd::Kind::stopped;
    if (Clock::now() - begin > command.timeout) kind = ChildEnd::Kind::timed_out;
    if (kind != ChildEnd::Kind::exited) break;
    std::this_thread::sleep_for(kPause);
  }
  ::kill(-child, SIGKILL);
  const auto end = ended(reap(child));
  return kind == ChildEnd::Kind::exited ? end : ChildEnd{kind, 0};
}

}  // namespace slackwater::paper
