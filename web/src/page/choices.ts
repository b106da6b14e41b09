import { escaped } from "../text/markup.ts";
import type { App } from "./app.ts";
import { find, on, put } from "./dom.ts";
import type { View } from "./view.ts";

/** Policies, which are ours to choose, and futures, which are not. */
export class Choices {
  private readonly policies_: HTMLElement;
  private readonly futures_: HTMLElement;

  constructor(
    root: HTMLElement,
    private readonly app_: App,
  ) {
    this.policies_ = find(root, ".policies");
    this.futures_ = find(root, ".futures");
    this.futures_.closest("fieldset")!.hidden = app_.payload.futures.length < 2;
    on(this.policies_, "change", "input", (input) => {
      const policy = (input as HTMLInputElement).value;
      app_.change({ now: { policy, changes: {} } });
    });
    // A chosen radio button fires no change; choosing the policy again undoes what was moved.
    on(this.policies_, "click", "input", (input) => {
      const { policy, changes } = app_.state.now;
      const again = policy === (input as HTMLInputElement).value && Object.keys(changes).length > 0;
      if (again) app_.change({ now: { policy, changes: {} } });
    });
    on(this.futures_, "change", "input", (input) =>
      app_.change({ future: (input as HTMLInputElement).value }),
    );
  }

  show({ payload, state }: View): void {
    const { now, future } = state;
    const moved = Object.keys(now.changes).length > 0;
    const option = (kind: string, id: string, title: string, chosen: boolean, note: string) =>
      `<label class="option"><input type="radio" name="${kind}" value="${escaped(id)}" ` +
      `data-key="${kind}-${escaped(id)}"${chosen ? " checked" : ""}><span>${escaped(title)}` +
      `${note ? ` <small>${note}</small>` : ""}</span></label>`;
    const policies = payload.policies.map(({ id, title }) => {
      const words = [id === payload.baseline ? "baseline" : "", id === now.policy && moved ? "changed" : ""];
      return option("policy", id, title, id === now.policy, words.filter(Boolean).join(", "));
    });
    const futures = payload.futures.map(({ id, title, note }) =>
      option("future", id, title, id === future, escaped(note)),
    );
    this.fill_(this.policies_, policies.join(""));
    this.fill_(this.futures_, futures.join(""));
  }

  // What is checked lives in the page, not in its text.
  private fill_(list: HTMLElement, html: string): void {
    if (put(list, html)) return;
    const { now, future } = this.app_.state;
    for (const input of list.querySelectorAll<HTMLInputElement>("input")) {
      input.checked = input.value === (input.name === "policy" ? now.policy : future);
    }
  }
}
