#pragma once

#include <string>

#include "slackwater/model/lower.hpp"

namespace slackwater::bench {

/// How models of this file are lowered: data files are taken relative to its folder.
model::LowerOptions lower_options(const std::string& file);

/// The model of a file. Ends the program with the messages when there is none.
model::Model load_model(const std::string& file);

}  // namespace slackwater::bench
