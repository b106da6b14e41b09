#pragma once

#include <vector>

#include "core/model_implementation.hpp"
#include "slackwater/api/run.hpp"
#include "slackwater/base/result.hpp"
#include "slackwater/model/lower.hpp"
#include "slackwater/program/compile.hpp"
#include "slackwater/run/settings.hpp"

namespace slackwater::api {

/// Applies what the options say about time and method to the model's own settings; refuses words
/// that name nothing, the instruction set's too.
base::Result<model::TimeSettings> time_settings(const model::TimeSettings& of_model,
                                                const RunOptions& options);

/// The engine's settings for these times and options, which time_settings has accepted.
run::Settings run_settings(const model::TimeSettings& time, const RunOptions& options);

/// Compile options for these outputs.
program::CompileOptions compile_options(const model::TimeSettings& time, const RunOptions& options,
                                        std::vector<model::ElementId> outputs);

/// Reads `--set` values: a number with or without unit, or a rule; "start NAME" sets a stock's
/// initial value.
std::vector<model::Override> read_settings(const Model::Implementation& model,
                                           const std::vector<Setting>& settings,
                                           bool beyond_range = false);

/// The same for a packed model, whose texts are rules even where they would fold to a number.
std::vector<model::Override> read_rules(const model::Model& model,
                                        const std::vector<Setting>& settings);

/// Warnings (W9004) that name every override which leaves its range, or may, because that was asked
/// for.
base::Diagnostics named_beyond_range(const model::Model& model,
                                     const std::vector<model::Override>& overrides);

}  // namespace slackwater::api
