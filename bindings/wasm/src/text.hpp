#pragma once

#include <string>
#include <string_view>

/// What every function exported to JavaScript is marked with: its own name, and kept by the linker.
#define SLACKWATER_EXPORT(name) extern "C" __attribute__((export_name(#name))) auto name

namespace slackwater::wasm {

/// The text that the last call left for JavaScript: an answer, or why there is none.
std::string& answer();

/// Leaves this message as the answer; 0, which says that the call failed.
int fail(std::string message);

/// A text that JavaScript wrote into our memory.
inline std::string_view text(const char* data, unsigned size) { return {data, size}; }

}  // namespace slackwater::wasm
