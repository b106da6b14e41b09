/** What `slackwater page` would write for the model of the fake engine. */
export const kPayload = {
  format: 2,
  version: "0.0.0-test",
  title: "How much may we fish?",
  question: "Which catch can the lake bear for three years?",
  note: "",
  model: { name: "lake.sd", title: "A lake", text: "model", bytes: "", links: "", forms: [] },
  equations: [
    { variable: "population", section: "Fish", text: "stock population: fish = 200", unit: "fish", documentation: "Fish in the lake." },
    { variable: "catch", section: "People", text: "aux catch: fish/week = harvest * population", unit: "fish/week", documentation: "" },
  ],
  time: { unit: "week", start: 0, stop: 156, step: 1, save: 1, method: "rk4" },
  start: [],
  start_words: "",
  seed: 7,
  baseline: "as_is",
  policies: [
    { id: "as_is", title: "As it is", note: "Two in a hundred fish each week.", finding: "", set: [] },
    { id: "more", title: "Fish hard </script> & fast", note: "Twice the catch.", finding: "The lake pays.", set: [{ target: "harvest", value: 0.06 }] },
    { id: "rule", title: "By a rule", note: "", finding: "", set: [{ target: "harvest", value: "0.03 * 1" }] },
    { id: "pause", title: "Pause", note: "", finding: "", set: [{ target: "harvest", value: { points: [[0, 0], [52, 0.02]], ramp: false } }] },
  ],
  futures: [
    { id: "calm", title: "Calm", note: "", set: [] },
    { id: "dry", title: "Dry", note: "a third less water", set: [{ target: "drought", value: 0.3 }] },
  ],
  indicators: [
    { name: "population", title: "Fish in the lake", unit: "fish", better: "up", documentation: "All fish." },
    { name: "catch", title: "", unit: "fish/week", better: "up", documentation: "" },
    { name: "scarcity", title: "", unit: "1", better: "down", documentation: "" },
  ],
  levers: [
    { name: "harvest", title: "", unit: "1/week", low: 0, high: 0.1, value: 0.02, documentation: "Share caught each week.", section: "People" },
    { name: "growth", title: "Growth rate", unit: "1/week", low: 0, high: 0.2, value: 0.08, documentation: "", section: "Fish" },
  ],
  samples: {
    names: ["loss"],
    rows: 40,
    values: Buffer.from(new Float64Array(Array.from({ length: 40 }, (_, i) => 0.0005 * i)).buffer).toString("base64"),
    design: "Sobol, seed 7",
  },
  story: [
    { title: "Where we are", text: "The lake grows.", policy: "as_is", future: "calm", indicators: ["population"] },
    { title: "Fish harder", text: "The catch first, the lake later.", policy: "more", future: "calm", indicators: ["catch", "population"] },
  ],
  claims: [{ id: "c1", text: "More fishing, fewer fish", verdict: "holds", numbers: "310 < 720", passed: true }],
  fingerprints: {},
  command: "slackwater page lake.yaml -o page.html",
};
