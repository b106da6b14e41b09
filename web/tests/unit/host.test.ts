import assert from "node:assert/strict";
import { test } from "node:test";
import { host_panel } from "../../src/page/host.ts";
import { read_payload } from "../../src/payload/payload.ts";
import { initial_state, type State } from "../../src/state/state.ts";
import type { View } from "../../src/page/view.ts";
import { kPayload } from "../fake/payload.ts";

const payload = read_payload(JSON.stringify(kPayload));

function hosted(choice: string) {
  const said: unknown[] = [];
  const port = { onmessage: null, postMessage: (message: unknown) => said.push(message) } as unknown as MessagePort;
  const app = {
    payload,
    state: initial_state(payload),
    change(part: Partial<State>) {
      app.state = { ...app.state, ...part };
    },
  };
  let serial = 1;
  const panel = host_panel(app, port, { choice, serial });
  const show = (fingerprint: string) => panel.show({ state: app.state, now: { fingerprint } } as View);
  const choose = (choice: string) => port.onmessage?.({ data: { choice, serial: ++serial } } as MessageEvent);
  return { app, said, show, choose };
}

test("a page begins with what its host chooses, and says each state once", () => {
  const { app, said, show, choose } = hosted("policy=pause&future=dry&set=harvest:0.03");
  assert.deepEqual(app.state.now, { policy: "pause", changes: { harvest: 0.03 } });
  show("aa");
  show("aa"); // as when a band arrives
  assert.deepEqual(said, [{ policy: "pause", future: "dry", changes: { harvest: 0.03 }, fingerprint: "aa", serial: 1 }]);
  choose("policy=more&future=calm&set=");
  show("bb");
  assert.deepEqual(said.slice(1), [{ policy: "more", future: "calm", changes: {}, fingerprint: "bb", serial: 2 }]);
});

test("a choice that changes nothing is answered too", () => {
  const { said, show, choose } = hosted("policy=more&future=calm&set=");
  show("aa");
  choose("policy=more&future=calm&set=");
  show("aa");
  assert.deepEqual(said.map((one) => (one as { serial: number }).serial), [1, 2]);
});

test("numbers of a host keep every digit and the lever's range; what is unknown is left out", () => {
  const exact = 0.1 * 1.1;
  const { app } = hosted(`policy=more&future=storm&set=growth:${exact};harvest:7;unknown:1`);
  assert.deepEqual(app.state.now, { policy: "more", changes: { growth: exact, harvest: 0.1 } });
  assert.equal(app.state.future, "calm");
});

test("a host leaves alone what it does not choose", () => {
  const { app, choose } = hosted("");
  app.state = { ...app.state, time: 52, all_indicators: true };
  choose("policy=more&future=calm&set=");
  assert.deepEqual([app.state.time, app.state.all_indicators], [52, true]);
});
