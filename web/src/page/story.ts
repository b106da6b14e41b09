import { escaped } from "../text/markup.ts";
import type { App } from "./app.ts";
import { find, on, put } from "./dom.ts";
import type { View } from "./view.ts";

/** The steps that the author of the scenario tells, each with its policy, future and charts. */
export class Story {
  private readonly box_: HTMLElement;

  constructor(root: HTMLElement, app: App) {
    this.box_ = find(root, ".story");
    this.box_.hidden = app.payload.story.length === 0;
    on(this.box_, "click", "button", (button) => app.tell(Number(button.dataset["step"])));
  }

  show({ payload, state }: View): void {
    const { story } = payload;
    const step = story[state.step];
    if (!step) {
      put(this.box_, story.length > 0 ? button("Tell the story", 0, true, "tell") : "");
      this.box_.classList.add("closed");
      return;
    }
    this.box_.classList.remove("closed");
    const dots = story.map((_, i) => `<i${i === state.step ? ' class="here"' : ""}></i>`).join("");
    put(
      this.box_,
      `<div class="told" aria-live="polite"><p class="count">Step ${state.step + 1} of ${story.length}` +
        `<span class="dots" aria-hidden="true">${dots}</span></p>` +
        `<h2>${escaped(step.title)}</h2><p>${escaped(step.text)}</p></div><div class="steps">` +
        button("Back", state.step - 1, state.step > 0, "back") +
        button("Next", state.step + 1, state.step + 1 < story.length, "next") +
        button("Close", -1, true, "close") +
        `</div>`,
    );
  }
}

function button(words: string, step: number, enabled: boolean, key: string): string {
  return `<button type="button" class="${key}" data-step="${step}" data-key="story-${key}"${enabled ? "" : " disabled"}>${words}</button>`;
}
