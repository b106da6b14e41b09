// What the standard library calls where nothing can go on. Its own functions format their messages
// with printf, which would be a twentieth of the page's engine.
#include <unistd.h>
#include <cstdlib>
#include <cstring>

namespace {

// The host keeps what was written last, for the message of the trap.
[[noreturn]] void end_with(const char* words) {
  [[maybe_unused]] const auto written = write(STDERR_FILENO, words, std::strlen(words));
  __builtin_trap();
}

}  // namespace

extern "C" [[noreturn]] void abort_message(const char* format, ...) { end_with(format); }

_LIBCPP_BEGIN_NAMESPACE_STD
[[noreturn]] void __libcpp_verbose_abort(const char* format, ...) noexcept { end_with(format); }
_LIBCPP_END_NAMESPACE_STD
