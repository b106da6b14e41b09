// sw.WhatIf in a notebook: its page in a frame, and what is chosen there the same as in Python.
// The messages between frame and widget are described in web/README.md.
const kProtocol = 1;
const kSandbox = "allow-scripts allow-downloads allow-modals";
const kTraits = ["policy", "future", "changes"];

function render({ model, el }) {
  const frame = document.createElement("iframe");
  frame.title = "What-if page";
  frame.setAttribute("sandbox", kSandbox);
  frame.style.cssText = `width:100%;height:${model.get("height")}px;border:1px solid #d3d8de`;
  let port;
  let hearing = false;

  // As the page's address has it.
  const chosen = () => {
    const set = Object.entries(model.get("changes")).map(([name, value]) => `${name}:${value}`);
    const [policy, future] = [model.get("policy"), model.get("future")];
    return `${new URLSearchParams({ policy, future, set: set.join(";") })}`;
  };
  // What the page itself has said is not said back to it.
  const tell = () => {
    if (!hearing) port?.postMessage(chosen());
  };
  const hear = ({ data }) => {
    hearing = true;
    for (const name of kTraits) model.set(name, data[name]);
    model.set("shown", data);
    hearing = false;
    model.save_changes();
  };
  // A frame that is moved in the notebook is loaded again.
  const connect = () => {
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = hear;
    const hello = { slackwater: kProtocol, choice: chosen() };
    frame.contentWindow.postMessage(hello, "*", [channel.port2]);
  };

  frame.addEventListener("load", connect);
  frame.srcdoc = model.get("page");
  for (const name of kTraits) model.on(`change:${name}`, tell);
  el.appendChild(frame);
  return () => {
    for (const name of kTraits) model.off(`change:${name}`, tell);
    port?.close();
  };
}

export default { render };
