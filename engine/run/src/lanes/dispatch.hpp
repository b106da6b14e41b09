#pragma once

// How one handler gets to the next.
//
// With guaranteed tail calls every handler jumps to the next: one indirect jump per instruction,
// each with its own history in the branch predictor. GCC before 15 has no guarantee but does it at
// -O2 (the build passes SLACKWATER_RUN_TAIL_CALLS where it compiles these files so). Elsewhere a
// plain loop calls them; same bits.
#if defined(__wasm__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SLACKWATER_RUN_CHAINED 0
#define SLACKWATER_RUN_NEXT return
#elif defined(__clang__) && defined(__OPTIMIZE__)
#define SLACKWATER_RUN_CHAINED 1
#define SLACKWATER_RUN_NEXT \
  [[clang::musttail]] return at[1].handler(at + 1, lanes, uniforms, context)
#elif defined(SLACKWATER_RUN_TAIL_CALLS)
#define SLACKWATER_RUN_CHAINED 1
#define SLACKWATER_RUN_NEXT return at[1].handler(at + 1, lanes, uniforms, context)
#else
#define SLACKWATER_RUN_CHAINED 0
#define SLACKWATER_RUN_NEXT return
#endif
