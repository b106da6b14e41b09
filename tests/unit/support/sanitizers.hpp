// Which sanitizers a test program is built with.
#pragma once

#if defined(__has_feature)
#define SLACKWATER_HAS_FEATURE(x) __has_feature(x)
#else
#define SLACKWATER_HAS_FEATURE(x) 0
#endif

#if defined(__SANITIZE_THREAD__) || SLACKWATER_HAS_FEATURE(thread_sanitizer)
#define SLACKWATER_THREAD_SANITIZER 1
#else
#define SLACKWATER_THREAD_SANITIZER 0
#endif

#if defined(__SANITIZE_ADDRESS__) || SLACKWATER_HAS_FEATURE(address_sanitizer)
#define SLACKWATER_ADDRESS_SANITIZER 1
#else
#define SLACKWATER_ADDRESS_SANITIZER 0
#endif
