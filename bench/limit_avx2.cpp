#include "limit_here.hpp"

namespace slackwater::bench {

#if HWY_STATIC_TARGET == HWY_AVX2
Contestant limit_avx2() { return HWY_NAMESPACE::limit_here(); }
#else
Contestant limit_avx2() { return {0, nullptr}; }
#endif

}  // namespace slackwater::bench
