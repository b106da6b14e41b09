#pragma once

#include <optional>

#include "slackwater/model/expression.hpp"
#include "slackwater/program/operations.hpp"

namespace slackwater::program {

/// The operation that an operator of the model is, if it is one by itself; nothing for leaves,
/// tables and switches in time.
std::optional<Operation> plain_operation(model::Operator op);

}  // namespace slackwater::program
