#pragma once

#include <string>

namespace slackwater::report {

/// A darker tone of a colour that text on white can have (contrast 4.5 to 1, WCAG 2.1, 1.4.3).
std::string readable_on_white(const std::string& color);

}  // namespace slackwater::report
