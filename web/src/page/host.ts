// A page in the frame of a host, such as a notebook's widget: both say what is chosen. The
// messages are described in web/README.md.

import type { Payload } from "../payload/payload.ts";
import { has_address, state_of } from "../state/address.ts";
import type { State } from "../state/state.ts";
import type { View } from "./view.ts";

/** What a host chooses, as the page's address has it, and which of its choices that is. */
interface Choice {
  choice: string;
  serial: number;
}
type Port = Pick<MessagePort, "onmessage" | "postMessage">;

interface Chooser {
  readonly payload: Payload;
  change(part: Partial<State>): void;
}

/**
 * Waits for a host. Only a frame whose whole text came from its host (`srcdoc`) listens, only to the
 * window around it, and only once: from then on both talk through the port alone.
 */
export function host(): Promise<[MessagePort, Choice]> {
  return new Promise((found) => {
    if (has_address()) return;
    onmessage = ({ source, ports: [port], data }) => {
      if (source !== parent || !port || data?.slackwater !== 2) return;
      onmessage = null;
      found([port, data]);
    };
  });
}

/**
 * Tells the host what is chosen whenever that has settled, and takes over what the host chooses. The
 * serial says what was heard before: a host that has chosen again since need not mind.
 */
export function host_panel(app: Chooser, port: Port, first: Choice): { show(view: View): void } {
  let heard = 0;
  let told = "";
  const choose = ({ choice, serial }: Choice) => {
    heard = serial;
    const { now, future } = state_of(app.payload, choice).state;
    app.change({ now, future });
  };
  port.onmessage = ({ data }) => choose(data);
  choose(first);
  return {
    show({ state, now }) {
      const { fingerprint } = now;
      const message = { ...state.now, future: state.future, fingerprint, serial: heard };
      const text = JSON.stringify(message);
      if (text !== told) port.postMessage(message);
      told = text;
    },
  };
}
