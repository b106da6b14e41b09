#include "contestants.hpp"

namespace slackwater::bench {

const char* measured_model() { return SLACKWATER_BENCH_MODEL; }

}  // namespace slackwater::bench
