#include <boost/throw_exception.hpp>
#include <boost/version.hpp>
#include <cstdlib>
#include <exception>

// Boost calls these where it would throw; this library is compiled without exceptions. Nothing in
// the steppers can get here (they check the sizes of containers, which are ours), so this is a
// mistake of the program.
#if defined(BOOST_NO_EXCEPTIONS)
namespace boost {

__attribute__((weak)) void throw_exception(const std::exception&) { std::abort(); }
#if BOOST_VERSION >= 107300
__attribute__((weak)) void throw_exception(const std::exception&, const boost::source_location&) {
  std::abort();
}
#endif

}  // namespace boost
#endif
