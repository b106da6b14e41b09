import type { EquationText, PackedForm, PackedModel, Setting, TimeAxis } from "../run/contract.ts";
import type { Better, Look } from "../text/number_text.ts";
import { PayloadError, type Reader, reader_of } from "./reader.ts";

export interface Policy {
  id: string;
  title: string;
  note: string;
  finding: string;
  set: Setting[];
}

export interface Future {
  id: string;
  title: string;
  note: string;
  set: Setting[];
}

export interface Indicator {
  name: string;
  title: string;
  unit: string;
  better: Better;
  documentation: string;
  look: Look;
}

export interface Lever {
  name: string;
  title: string;
  unit: string;
  low: number;
  high: number;
  value: number;
  documentation: string;
  section: string;
  integer: boolean;
}

export interface Samples {
  names: string[];
  rows: number[][];
  design: string;
}

export interface StoryStep {
  title: string;
  text: string;
  policy: string;
  future: string;
  indicators: string[];
}

export interface Claim {
  id: string;
  text: string;
  verdict: string;
  numbers: string;
  passed: boolean;
}

/** What `slackwater page` packs into the page: all that a scenario says, and its model. */
export interface Payload {
  version: string;
  title: string;
  question: string;
  note: string;
  model: PackedModel;
  equations: EquationText[];
  time: TimeAxis;
  start: Setting[];
  /** By "policy/future", what starts elsewhere in it. */
  starts: Record<string, Setting[]>;
  start_words: string;
  seed: number;
  baseline: string;
  policies: Policy[];
  futures: Future[];
  indicators: Indicator[];
  levers: Lever[];
  samples: Samples | null;
  story: StoryStep[];
  claims: Claim[];
  fingerprints: Record<string, string>;
  command: string;
}

export const kFormat = 2;

/** Reads the payload; throws a PayloadError that names the place and what is wrong there. */
export function read_payload(text: string): Payload {
  const root = reader_of(text);
  const format = root.at("format").number();
  if (format !== kFormat) {
    throw new PayloadError(
      `This page's data has format ${format}; the page reads format ${kFormat}. Make the page again with the slackwater command that is installed.`,
    );
  }
  const payload = payload_of(root);
  check_references(payload);
  return payload;
}

function payload_of(root: Reader): Payload {
  const model = root.at("model");
  const time = root.at("time");
  return {
    version: root.at("version").text(),
    title: root.at("title").text(),
    question: root.text_or("question"),
    note: root.text_or("note"),
    model: {
      name: model.at("name").text(),
      title: model.text_or("title"),
      text: model.at("text").text(),
      bytes: model.at("bytes").bytes(),
      links: model.at("links").bytes(),
      forms: model.list_or("forms", form),
    },
    equations: root.list_or("equations", equation),
    time: {
      unit: time.text_or("unit"),
      start: time.at("start").number(),
      stop: time.at("stop").number(),
      step: time.at("step").number(),
      save: time.at("save").number(),
      method: time.text_or("method"),
      ...tolerances(time),
    },
    start: root.list_or("start", setting),
    starts: root.record_or("starts", (one) => one.list(setting)),
    start_words: root.text_or("start_words"),
    seed: root.has("seed") ? root.at("seed").number() : 0,
    baseline: root.at("baseline").text(),
    policies: root.at("policies").list(policy),
    futures: root.at("futures").list(future),
    indicators: root.at("indicators").list(indicator),
    levers: root.at("levers").list(lever),
    samples: root.has("samples") ? samples(root.at("samples")) : null,
    story: root.list_or("story", step),
    claims: root.list_or("claims", claim),
    fingerprints: root.record_or("fingerprints", (one) => one.text()),
    command: root.text_or("command"),
  };
}

function tolerances(time: Reader): Pick<TimeAxis, "relative_tolerance" | "absolute_tolerance"> {
  const given: Pick<TimeAxis, "relative_tolerance" | "absolute_tolerance"> = {};
  for (const name of ["relative_tolerance", "absolute_tolerance"] as const) {
    if (time.has(name)) given[name] = time.at(name).number();
  }
  return given;
}

function form(reader: Reader): PackedForm {
  return { rules: reader.at("rules").list(setting), difference: reader.at("difference").bytes() };
}

function equation(reader: Reader): EquationText {
  return {
    variable: reader.at("variable").text(),
    section: reader.text_or("section"),
    text: reader.at("text").text(),
    unit: reader.text_or("unit"),
    documentation: reader.text_or("documentation"),
  };
}

function setting(reader: Reader): Setting {
  const target = reader.at("target").text();
  const value = reader.at("value");
  if (value.is("number")) return { target, value: value.number() };
  if (value.is("string")) return { target, value: value.text() };
  const points = value.at("points").list((point): [number, number] => {
    const pair = point.list((part) => part.number());
    if (pair.length !== 2) throw point.error("is not a pair of time and value");
    return [pair[0] ?? 0, pair[1] ?? 0];
  });
  return { target, value: { points, ramp: value.flag_or("ramp") } };
}

function choice(reader: Reader): Future {
  const id = reader.at("id").text();
  return {
    id,
    title: reader.text_or("title") || id,
    note: reader.text_or("note"),
    set: reader.list_or("set", setting),
  };
}

function future(reader: Reader): Future {
  return choice(reader);
}

function policy(reader: Reader): Policy {
  return { ...choice(reader), finding: reader.text_or("finding") };
}

function indicator(reader: Reader): Indicator {
  const name = reader.at("name").text();
  const better = reader.text_or("better");
  if (better !== "up" && better !== "down" && better !== "") {
    throw reader.at("better").error('is neither "up" nor "down" nor empty');
  }
  return {
    name,
    title: reader.text_or("title"),
    unit: reader.text_or("unit"),
    better,
    documentation: reader.text_or("documentation"),
    look: reader.flag_or("share") ? "share" : "number",
  };
}

function lever(reader: Reader): Lever {
  const low = reader.at("low").number();
  const high = reader.at("high").number();
  if (!(low < high)) throw reader.error("has a range whose low end is not below its high end");
  return {
    name: reader.at("name").text(),
    title: reader.text_or("title"),
    unit: reader.text_or("unit"),
    low,
    high,
    value: reader.at("value").number(),
    documentation: reader.text_or("documentation"),
    section: reader.text_or("section"),
    integer: reader.flag_or("integer"),
  };
}

function samples(reader: Reader): Samples {
  const names = reader.at("names").list((name) => name.text());
  const count = reader.at("rows").number();
  if (!Number.isInteger(count) || count < 0 || names.length === 0) throw reader.at("rows").error("is no number of rows");
  const bytes = reader.at("values").bytes();
  if (bytes.length !== 8 * count * names.length) {
    throw reader.at("values").error(`has ${bytes.length} bytes for ${count} rows of ${names.length} numbers`);
  }
  const view = new DataView(bytes.buffer);
  const rows = Array.from({ length: count }, (_, row) =>
    names.map((_name, i) => view.getFloat64(8 * (row * names.length + i), true)),
  );
  return { names, rows, design: reader.text_or("design") };
}

function step(reader: Reader): StoryStep {
  return {
    title: reader.at("title").text(),
    text: reader.text_or("text"),
    policy: reader.text_or("policy"),
    future: reader.text_or("future"),
    indicators: reader.list_or("indicators", (name) => name.text()),
  };
}

function claim(reader: Reader): Claim {
  return {
    id: reader.printed_or("id"),
    text: reader.at("text").text(),
    verdict: reader.printed_or("verdict"),
    numbers: reader.printed_or("numbers"),
    passed: reader.flag_or("passed"),
  };
}

function check_references(payload: Payload): void {
  const require = (there: boolean, words: string) => {
    if (!there) throw new PayloadError(`This page's data is broken: ${words}.`);
  };
  const policies = new Set(payload.policies.map(({ id }) => id));
  const futures = new Set(payload.futures.map(({ id }) => id));
  require(policies.has(payload.baseline), `the baseline "${payload.baseline}" is none of the policies`);
  require(futures.size > 0, "there is no future");
  require(payload.indicators.length > 0, "there is no indicator to draw");
  payload.story.forEach((one, i) => {
    const known = (one.policy === "" || policies.has(one.policy)) && (one.future === "" || futures.has(one.future));
    require(known, `story[${i}] names a policy or a future that does not exist`);
  });
}
