#pragma once

#include "slackwater/model/model.hpp"
#include "slackwater/program/compile.hpp"

namespace slackwater::program {

/// Gives everything that a run sets or reads its slots, and copies names and tables.
void lay_out(const model::Model& model, const CompileOptions& options, Program& program);

}  // namespace slackwater::program
