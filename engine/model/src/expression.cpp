#include "slackwater/model/expression.hpp"

namespace slackwater::model {
namespace {

struct OperatorRow {
  std::string_view name;
  int operands;
};

constexpr auto kOperators = std::to_array<OperatorRow>({
    {"constant", 0},
    {"time", 0},
    {"time_step", 0},
    {"start_time", 0},
    {"stop_time", 0},
    {"element", 0},
    {"initial_value", 0},
    {"held", 0},
    {"pipeline", 0},
    {"negate", 1},
    {"logical_not", 1},
    {"abs", 1},
    {"sqrt", 1},
    {"exp", 1},
    {"ln", 1},
    {"log10", 1},
    {"sin", 1},
    {"cos", 1},
    {"tan", 1},
    {"asin", 1},
    {"acos", 1},
    {"atan", 1},
    {"tanh", 1},
    {"logistic", 1},
    {"floor", 1},
    {"round", 1},
    {"sign", 1},
    {"add", 2},
    {"subtract", 2},
    {"multiply", 2},
    {"divide", 2},
    {"power", 2},
    {"mod", 2},
    {"minimum", 2},
    {"maximum", 2},
    {"less", 2},
    {"less_equal", 2},
    {"greater", 2},
    {"greater_equal", 2},
    {"equal", 2},
    {"not_equal", 2},
    {"logical_and", 2},
    {"logical_or", 2},
    {"select", 3},
    {"safe_div", 3},
    {"lookup", 1},
    {"series", 0},
    {"after", 1},
    {"pulse_on", 2},
    {"pulse_train_on", 3},
    {"ramp_time", 2},
    {"random_uniform", 2},
    {"random_normal", 2},
    {"random_lognormal", 2},
    {"random_poisson", 1},
});
static_assert(kOperators.size() == static_cast<std::size_t>(Operator::random_poisson) + 1);

}  // namespace

int operand_count(Operator op) { return kOperators[static_cast<std::size_t>(op)].operands; }
std::string_view name(Operator op) { return kOperators[static_cast<std::size_t>(op)].name; }

}  // namespace slackwater::model
