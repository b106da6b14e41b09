#pragma once

#include "terminal_text.hpp"

namespace slackwater::report {

/// How many claims hold, then each with its verdict, its numbers and its share of the samples.
void print_claims(TerminalText& text, const results::Comparison& comparison);

}  // namespace slackwater::report
