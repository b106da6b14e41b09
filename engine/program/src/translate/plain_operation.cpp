#include "translate/plain_operation.hpp"

namespace slackwater::program {

using model::Operator;

std::optional<Operation> plain_operation(Operator op) {
  switch (op) {
#define SLACKWATER_SAME(name) \
  case Operator::name:        \
    return Operation::name;
    SLACKWATER_SAME(negate)
    SLACKWATER_SAME(logical_not)
    SLACKWATER_SAME(abs)
    SLACKWATER_SAME(sqrt)
    SLACKWATER_SAME(exp)
    SLACKWATER_SAME(ln) SLACKWATER_SAME(log10) SLACKWATER_SAME(sin) SLACKWATER_SAME(cos)
        SLACKWATER_SAME(tan) SLACKWATER_SAME(asin) SLACKWATER_SAME(acos) SLACKWATER_SAME(atan)
            SLACKWATER_SAME(tanh) SLACKWATER_SAME(logistic) SLACKWATER_SAME(floor)
                SLACKWATER_SAME(round) SLACKWATER_SAME(sign) SLACKWATER_SAME(add)
                    SLACKWATER_SAME(subtract) SLACKWATER_SAME(multiply) SLACKWATER_SAME(divide)
                        SLACKWATER_SAME(power) SLACKWATER_SAME(mod) SLACKWATER_SAME(minimum)
                            SLACKWATER_SAME(maximum) SLACKWATER_SAME(less)
                                SLACKWATER_SAME(less_equal) SLACKWATER_SAME(greater)
                                    SLACKWATER_SAME(greater_equal) SLACKWATER_SAME(equal)
                                        SLACKWATER_SAME(not_equal) SLACKWATER_SAME(logical_and)
                                            SLACKWATER_SAME(logical_or) SLACKWATER_SAME(select)
                                                SLACKWATER_SAME(safe_div)
                                                    SLACKWATER_SAME(random_uniform)
                                                        SLACKWATER_SAME(random_normal)
                                                            SLACKWATER_SAME(random_lognormal)
                                                                SLACKWATER_SAME(random_poisson)
#undef SLACKWATER_SAME
                                                                    default : return std::nullopt;
  }
}

}  // namespace slackwater::program
