/// Lists the families in reading order; each uses only those above it. Included by every pass, so
/// it has no guard.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else
#include "slackwater/program/math/arithmetic.hpp"
#include "slackwater/program/math/exp.hpp"
#include "slackwater/program/math/fixed_division.hpp"
#include "slackwater/program/math/hyperbolic.hpp"
#include "slackwater/program/math/inverse_trigonometric.hpp"
#include "slackwater/program/math/log.hpp"
#include "slackwater/program/math/logistic.hpp"
#include "slackwater/program/math/normal_quantile.hpp"
#include "slackwater/program/math/operators.hpp"
#include "slackwater/program/math/pow.hpp"
#include "slackwater/program/math/rounding.hpp"
#include "slackwater/program/math/trigonometric.hpp"
#include "slackwater/program/math/twice_policy.hpp"
#endif
