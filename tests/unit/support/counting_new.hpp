// Counts the allocations of a test program, in every thread. Include it in one source of it.
#pragma once

#include <atomic>
#include <cstdlib>
#include <new>

#include "sanitizers.hpp"

// The thread sanitizer brings operators of its own, which cannot be replaced.
#define SLACKWATER_COUNTS_ALLOCATIONS (!SLACKWATER_THREAD_SANITIZER)

namespace slackwater::test {
inline std::atomic<std::size_t> allocations{0};
}

#if SLACKWATER_COUNTS_ALLOCATIONS

void* operator new(std::size_t size, const std::nothrow_t& /*unused*/) noexcept {
  slackwater::test::allocations.fetch_add(1, std::memory_order_relaxed);
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new(std::size_t size) {
  if (void* memory = operator new(size, std::nothrow)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  slackwater::test::allocations.fetch_add(1, std::memory_order_relaxed);
  const auto align = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(align, (size + align - 1) / align * align)) return memory;
  throw std::bad_alloc();
}
// A sanitizer sees to it that every form has its counterpart here (std::stable_sort takes the one
// that does not throw).
void operator delete(void* memory, const std::nothrow_t& /*unused*/) noexcept { std::free(memory); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*unused*/) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t /*unused*/) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*unused*/, std::align_val_t /*unused*/) noexcept {
  std::free(memory);
}

#endif
