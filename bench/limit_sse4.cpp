#include "limit_here.hpp"

namespace slackwater::bench {

#if HWY_STATIC_TARGET == HWY_SSE4
Contestant limit_sse4() { return HWY_NAMESPACE::limit_here(); }
#else
Contestant limit_sse4() { return {0, nullptr}; }
#endif

}  // namespace slackwater::bench
