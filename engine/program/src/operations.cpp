#include "slackwater/program/operations.hpp"

#include <array>

namespace slackwater::program {

namespace {

struct Row {
  std::string_view name;
  int operands;
  bool pair;
};

constexpr Row kRows[] = {
#define SLACKWATER_ROW(name) {#name, 1, false},
    SLACKWATER_UNARY_OPERATIONS(SLACKWATER_ROW)
#undef SLACKWATER_ROW
#define SLACKWATER_ROW(name) {#name, 2, false},
        SLACKWATER_BINARY_OPERATIONS(SLACKWATER_ROW)
            SLACKWATER_LANE_BINARY_OPERATIONS(SLACKWATER_ROW)
#undef SLACKWATER_ROW
#define SLACKWATER_ROW(name) {#name, 3, false},
                SLACKWATER_TERNARY_OPERATIONS(SLACKWATER_ROW)
#undef SLACKWATER_ROW
#define SLACKWATER_ROW(name, ...) {#name, 3, true},
                    SLACKWATER_PAIR_OPERATIONS(SLACKWATER_ROW)
#undef SLACKWATER_ROW
#define SLACKWATER_ROW(name, operands) {#name, operands, false},
                        SLACKWATER_SPECIAL_OPERATIONS(SLACKWATER_ROW)
#undef SLACKWATER_ROW
};
static_assert(std::size(kRows) == kOperationCount);

const Row& row(Operation operation) { return kRows[static_cast<std::size_t>(operation)]; }

}  // namespace

std::string_view name(Operation operation) { return row(operation).name; }
int operand_count(Operation operation) { return row(operation).operands; }
bool is_pair(Operation operation) { return row(operation).pair; }

int divisor_operand(Operation operation) {
  switch (operation) {
    case Operation::divide:
#define SLACKWATER_CASE(name, ...) case Operation::name:
      SLACKWATER_PAIRS_OF(SLACKWATER_CASE, divide)
      return 1;
      SLACKWATER_PAIRS_BEFORE_DIVISION(SLACKWATER_CASE)
#undef SLACKWATER_CASE
      return 2;
    default:
      return -1;
  }
}

bool may_be_guarded(Operation operation) {
  switch (operation) {
#define SLACKWATER_CASE(name) case Operation::name:
    SLACKWATER_ARITHMETIC_OPERATIONS(SLACKWATER_CASE)
#undef SLACKWATER_CASE
    return true;
    default:
      return is_pair(operation);
  }
}

}  // namespace slackwater::program
