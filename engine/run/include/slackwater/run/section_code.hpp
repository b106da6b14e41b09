#pragma once

namespace slackwater::run {

struct Context;

/// The sections of one program as functions of one lane, made from `webassembly` or by hand; null
/// where a section is empty.
///
/// Guarantees asked of them: every slot that is read after its section gets the bits that the
/// program's instructions give it, and the fault slot a NaN where they give one.
struct SectionCode {
  using Function = void (*)(char* lanes, char* uniforms, const Context* context);
  Function start = nullptr;
  Function step = nullptr;
  Function derivative = nullptr;
  Function save = nullptr;
  Function checks = nullptr;
  Function update = nullptr;
};

}  // namespace slackwater::run
