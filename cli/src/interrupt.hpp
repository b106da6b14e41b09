#pragma once

#include <atomic>

namespace slackwater::cli {

/// Turns the first Ctrl-C or SIGTERM into a flag that the engine looks at; a second one ends the
/// command at once.
///
/// The flag belongs to the process, as signals do.
const std::atomic<bool>& interrupt_flag();

}  // namespace slackwater::cli
