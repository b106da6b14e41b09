import { policy_of } from "../state/scenario.ts";
import type { State } from "../state/state.ts";
import type { Payload } from "../payload/payload.ts";
import { escaped } from "../text/markup.ts";
import { number_text } from "../text/number_text.ts";
import { find, put } from "./dom.ts";
import type { View } from "./view.ts";

/** What was claimed, how the page computes, and the fingerprint of what it shows. */
export class About {
  private readonly about_: HTMLElement;

  constructor(root: HTMLElement, payload: Payload) {
    this.about_ = find(root, ".about");
    const claims = find<HTMLDetailsElement>(root, ".claims");
    claims.hidden = payload.claims.length === 0;
    put(find(claims, ".content"), payload.claims.map(claim_html).join(""));
  }

  show(view: View): void {
    const { payload, state, now, baseline } = view;
    const { time, model } = payload;
    const title = policy_of(payload, payload.baseline).title;
    const lines = [
      `Model: ${model.title || model.name}.`,
      payload.start_words ? `Start: ${payload.start_words}.` : "",
      `Time: ${time.unit} ${number_text(time.start)} to ${number_text(time.stop)}, step ${time.step}, ${time.method}.`,
      `Everything runs on this computer; nothing is sent.`,
    ];
    put(
      this.about_,
      `<p>${lines.map(escaped).join(" ")}</p><p>Fingerprint of the results: <b>Now</b> ${print(now.fingerprint, expected(payload, state))}` +
        ` \u00b7 <b>${escaped(title)}</b> ${print(baseline.fingerprint, payload.fingerprints[`${payload.baseline}/${state.future}`])}</p>` +
        `<p>Slackwater ${escaped(payload.version)}${payload.command ? ` \u00b7 <code>${escaped(payload.command)}</code>` : ""}</p>`,
    );
  }
}

// Only what is a policy as it stands was run when the page was made.
function expected(payload: Payload, state: State): string | undefined {
  const changed = Object.keys(state.now.changes).length > 0;
  return changed ? undefined : payload.fingerprints[`${state.now.policy}/${state.future}`];
}

function print(found: string, wanted: string | undefined): string {
  const words =
    wanted === undefined ? "" : wanted === found ? " <span class=\"better\">\u2713 the command's own</span>" : ` <span class="worse">differs from the command's ${escaped(wanted.slice(0, 16))}</span>`;
  const short = found.length > 20 ? found.slice(0, 16) + "\u2026" : found;
  return `<code title="${escaped(found)}">${escaped(short)}</code>${words}`;
}

function claim_html({ text, verdict, numbers, passed }: Payload["claims"][number]): string {
  const [look, mark] = passed ? ["better", "\u2713"] : verdict === "fails" ? ["worse", "\u2717"] : ["same", "\u2013"];
  const words = verdict.replace(/_/g, " ");
  return `<li><b class="${look}">${mark} ${escaped(words)}</b> ${escaped(text)} <small>${escaped(numbers)}</small></li>`;
}
