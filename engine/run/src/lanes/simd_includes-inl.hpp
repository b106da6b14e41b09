// What every kernel file includes before it enters a target's namespace. No include guard on
// purpose: Highway's and the functions' headers have their own, one per target.
#include <hwy/highway.h>

#include "lanes/dispatch.hpp"
#include "lanes/kernel.hpp"
#include "lanes/places.hpp"
#include "slackwater/base/random.hpp"
#include "slackwater/program/math/generic_functions.hpp"
#include "slackwater/program/math/highway_functions.hpp"
#include "slackwater/program/random_operators.hpp"
#include "slackwater/program/scalar_operators.hpp"
