import { differences, policy_of, scenario_title } from "../state/scenario.ts";
import { escaped } from "../text/markup.ts";
import { find, put } from "./dom.ts";
import type { View } from "./view.ts";

/** What is set now: its question, what was found, and every setting that differs. */
export class Note {
  private readonly box_: HTMLElement;

  constructor(root: HTMLElement) {
    this.box_ = find(root, ".note");
  }

  show(view: View): void {
    const { payload, state } = view;
    const { note, finding } = policy_of(payload, state.now.policy);
    const changed = Object.keys(state.now.changes).length > 0;
    const list = differences(payload, state.now);
    const baseline = policy_of(payload, payload.baseline).title;
    const lines = list.map(
      ({ title, value, baseline: before }) =>
        `<li><b>${escaped(title)}</b> ${escaped(value)} <small>instead of ${escaped(before)}</small></li>`,
    );
    const differs =
      list.length === 0
        ? `<p class="soft">Everything is as in the baseline, \u201c${escaped(baseline)}\u201d.</p>`
        : `<details class="differs"${list.length <= 4 ? " open" : ""}><summary>${list.length === 1 ? "One setting differs" : `${list.length} settings differ`} from \u201c${escaped(baseline)}\u201d</summary><ul>${lines.join("")}</ul></details>`;
    put(
      this.box_,
      `<h2>${escaped(scenario_title(payload, state.now))}</h2>` +
        future_html(view) +
        (note ? `<p>${escaped(note)}</p>` : "") +
        (finding && !changed ? `<p><b>Finding:</b> ${escaped(finding)}</p>` : "") +
        differs,
    );
  }
}

// On paper nothing else names the future.
function future_html({ payload, state }: View): string {
  const future = payload.futures.find(({ id }) => id === state.future);
  if (!future || payload.futures.length < 2) return "";
  return `<p class="soft">Future: ${escaped([future.title, future.note].filter(Boolean).join(". "))}</p>`;
}
