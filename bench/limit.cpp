#include "limit_here.hpp"

namespace slackwater::bench {

Contestant limit() { return HWY_NAMESPACE::limit_here(); }

}  // namespace slackwater::bench
