#pragma once

#include <cstddef>

/// Lets one call that changes the disk fail: of open (that creates), write, pwrite, fsync,
/// ftruncate, rename and close, counted together.
namespace failing_calls {

/// The call number `nth` (from 0) fails with `error`; with `and_all_later` every later one, too, as
/// on a full disk.
void arm(std::size_t nth, int error, bool and_all_later);
/// All calls work again. Returns whether one failed.
bool disarm();

}  // namespace failing_calls
