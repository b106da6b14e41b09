// The compiled half of fmt for targets without a package of it: what its header-only mode would
// compile into every source, compiled once.
#include <fmt/core.h>

#include <cstdio>

// Hexadecimal numbers are all that fmt leaves to printf, which is larger than fmt. None is written.
static int no_hexadecimal(char*, std::size_t, const char*, ...) { __builtin_trap(); }
#define snprintf no_hexadecimal
#include <fmt/format-inl.h>

FMT_BEGIN_NAMESPACE
namespace detail {

template FMT_API auto dragonbox::to_decimal(float x) noexcept -> dragonbox::decimal_fp<float>;
template FMT_API auto dragonbox::to_decimal(double x) noexcept -> dragonbox::decimal_fp<double>;
#if !defined(FMT_STATIC_THOUSANDS_SEPARATOR)
template FMT_API locale_ref::locale_ref(const std::locale& loc);
template FMT_API auto locale_ref::get<std::locale>() const -> std::locale;
#endif
template FMT_API auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template FMT_API auto decimal_point_impl(locale_ref) -> char;
template FMT_API void buffer<char>::append(const char*, const char*);
template FMT_API void vformat_to(buffer<char>&, string_view,
                                 basic_format_args<FMT_BUFFER_CONTEXT(char)>, locale_ref);

}  // namespace detail
FMT_END_NAMESPACE
