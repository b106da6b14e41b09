// sw.WhatIf in a notebook: its page in a frame, and what is chosen there the same as in Python.
// The messages between frame and widget are described in web/README.md.
const kProtocol = 2;
const kSandbox = "allow-scripts allow-downloads allow-modals";
const kTraits = ["policy", "future", "changes"];

function render({ model, el }) {
  const frame = document.createElement("iframe");
  frame.title = "What-if page";
  frame.setAttribute("sandbox", kSandbox);
  frame.style.cssText = `width:100%;height:${model.get("height")}px;border:1px solid #d3d8de`;
  let port;
  let hearing = false;
  let serial = 0; // of the last choice that went to the page
  let known = ""; // what page and widget agree on

  // As the page's address has it.
  const chosen = () => {
    const set = Object.entries(model.get("changes")).map(([name, value]) => `${name}:${value}`);
    const [policy, future] = [model.get("policy"), model.get("future")];
    return `${new URLSearchParams({ policy, future, set: set.join(";") })}`;
  };
  // One message for a change of several traits, and none back to who said it.
  const tell = () => {
    const choice = chosen();
    if (hearing || choice === known) return;
    known = choice;
    port?.postMessage({ choice, serial: ++serial });
  };
  // An answer to an older choice is out of date: the one to the last is on its way. All at once,
  // for another view of the same widget would take half of it for a choice.
  const hear = ({ data: { serial: answered, ...shown } }) => {
    if (answered !== serial) return;
    const { policy, future, changes } = shown;
    hearing = true;
    model.set({ policy, future, changes, shown });
    hearing = false;
    known = chosen();
    model.save_changes();
  };
  // A frame that is moved in the notebook is loaded again.
  const connect = () => {
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = hear;
    known = chosen();
    const hello = { slackwater: kProtocol, choice: known, serial: ++serial };
    frame.contentWindow.postMessage(hello, "*", [channel.port2]);
  };

  const grow = () => (frame.style.height = `${model.get("height")}px`);

  frame.addEventListener("load", connect);
  frame.srcdoc = model.get("page");
  for (const name of kTraits) model.on(`change:${name}`, tell);
  model.on("change:height", grow);
  el.appendChild(frame);
  return () => {
    for (const name of kTraits) model.off(`change:${name}`, tell);
    model.off("change:height", grow);
    port?.close();
  };
}

export default { render };
