// What a reader does with the page, done in Chromium by mouse, keyboard and touch. These pages run
// the small engine of tests/fake.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { axis_of, drag, kDesktop, kPhone, page_test, path_of, serious_findings, until } from "./browser.ts";
import { fake_page, page_with } from "./fake_page.ts";
import { kPayload } from "../fake/payload.ts";

const kNow = 1; // the position of the line that is set now, with nothing kept

// The band comes a moment after the page and draws the charts again; a picture says what it is.
async function band_ready(page: Page): Promise<void> {
  await page.waitForSelector('figure[data-name="population"] .band');
}

page_test("a drag with the mouse moves the curve and leaves the axis", fake_page(), {}, async (page) => {
  await band_ready(page);
  const before = await path_of(page, "population", kNow);
  const ghost = await path_of(page, "population", 0);
  const axis = await axis_of(page, "population");
  await drag(page, "harvest", [0.5, 0.9], async () => {
    assert.notEqual(await path_of(page, "population", kNow), before, "moves while the button is down");
    assert.equal(await path_of(page, "population", 0), ghost, "the ghost stays");
    assert.deepEqual(await axis_of(page, "population"), axis, "the axis stays");
  });
  assert.match((await page.locator('.lever[data-name="harvest"] output').textContent()) ?? "", /^0\.09\d?\s1\/week$/);
  // A harvest above the growth rate ends the fish: the end label says so.
  const ends = await page.locator('figure[data-name="population"] .ends text').allTextContents();
  const end = ends[ends.indexOf("Now") + 1];
  assert.ok(Number(end) < 60, `${end}`);
});

page_test("while dragging no answer of the worker redraws", fake_page(), {}, async (page) => {
  await band_ready(page);
  await drag(page, "harvest", [0.6, 0.4, 0.6], async () => {
    await page.waitForTimeout(400);
    assert.equal(await page.locator(".band").count(), 0);
  });
  await band_ready(page);
});

page_test("the keyboard moves levers by round steps, resets them and marks times", fake_page(), {}, async (page) => {
  await band_ready(page);
  const slider = page.locator('.lever[data-name="growth"] input[type=range]');
  const before = await path_of(page, "population", kNow);
  await slider.focus();
  for (const key of ["ArrowRight", "ArrowRight", "PageUp"]) await page.keyboard.press(key);
  const output = page.locator('.lever[data-name="growth"] output');
  assert.equal(await output.textContent(), "0.094\u00a01/week"); // 0.08 + 2 * 0.002 + 0.01
  assert.match((await slider.getAttribute("aria-valuetext")) ?? "", /0\.094.*baseline 0\.08/);
  assert.notEqual(await path_of(page, "population", kNow), before);
  await page.locator('.lever[data-name="growth"] .reset').press("Enter");
  assert.equal(await path_of(page, "population", kNow), before);
  await slider.press("End");
  assert.equal(await output.textContent(), "0.2\u00a01/week");
  await page.locator("#time").focus();
  await page.keyboard.press("ArrowLeft");
  assert.match((await page.locator(".indicators h2").textContent()) ?? "", /week 155/);
});

page_test("the address carries everything and a reload brings it back", fake_page(), {}, async (page, url) => {
  await band_ready(page);
  await page.getByRole("radio", { name: "Fish hard" }).check();
  await page.getByRole("radio", { name: "Dry" }).check();
  await drag(page, "growth", [0.8]);
  await page.getByPlaceholder("Name this scenario").fill("Hard & dry");
  await page.getByRole("button", { name: "Keep and compare" }).click();
  await page.getByRole("textbox", { name: "Note on Hard & dry" }).fill("too much");
  await page.locator("#time").focus();
  await page.keyboard.press("ArrowLeft");
  const paths = await Promise.all([0, 1, 2].map((line) => path_of(page, "population", line)));
  const address = await page.evaluate(() => location.href);
  assert.match(address, /policy=more.*time=155/);
  await page.goto("about:blank");
  await page.goto(address);
  await page.waitForSelector("html[data-ready=yes]");
  await band_ready(page);
  assert.deepEqual(await Promise.all([0, 1, 2].map((line) => path_of(page, "population", line))), paths);
  assert.equal(await page.getByRole("textbox", { name: "Note on Hard & dry" }).inputValue(), "too much");
  assert.ok(await page.getByRole("radio", { name: "Dry" }).isChecked());
  assert.match((await page.locator(".indicators h2").textContent()) ?? "", /week 155/);
  await page.goto(url + "#policy=nobody");
  await page.waitForSelector(".notice:not([hidden])");
  assert.match((await page.locator(".notice").textContent()) ?? "", /policy nobody/);
});

page_test("up to four scenarios are kept, compared and dropped", fake_page(), {}, async (page) => {
  await band_ready(page);
  for (const [i, policy] of ["Fish hard", "By a rule", "Pause"].entries()) {
    await page.getByRole("radio", { name: policy }).check();
    await page.getByPlaceholder("Name this scenario").fill(`Plan ${i + 1}`);
    await page.getByRole("button", { name: "Keep and compare" }).click();
  }
  await page.getByRole("button", { name: "Keep and compare" }).click();
  const heads = await page.locator(".indicators thead th").allTextContents();
  assert.deepEqual(heads.slice(0, 6), ["Indicator", "As it is", "Now", "Plan 1", "Plan 2", "Plan 3"]);
  assert.ok(await page.getByRole("button", { name: "Keep and compare" }).isDisabled());
  const dashes = await page
    .locator('figure[data-name="catch"] .line')
    .evaluateAll((lines) => lines.map((line) => line.getAttribute("stroke-dasharray")));
  assert.equal(new Set(dashes).size, 6, "every line has a dash of its own");
  await page.locator(".kept .drop").first().click();
  assert.equal(await page.locator('figure[data-name="catch"] .line').count(), 5);
  await page.locator(".kept .load").first().click();
  assert.ok(await page.getByRole("radio", { name: "By a rule" }).isChecked());
});

page_test("better and worse are said in words and arrows, and in how many runs", fake_page(), { hash: "#policy=more&future=calm" }, async (page) => {
  await band_ready(page);
  const row = (name: string) => page.locator(".indicators tbody tr", { hasText: name });
  // Logistic growth with harvest rests at K (1 - h / r): 1000 (1 - 0.06 / 0.08) against 1000 (1 - 0.02 / 0.08).
  const fish = (await row("Fish in the lake").textContent()) ?? "";
  assert.match(fish, /75\d.*▼.*−6\d.% worse.*0 of 40 runs/s);
  assert.match((await row("Scarcity").textContent()) ?? "", /▲.*\+\d+.% worse/s);
  assert.match((await page.locator(".band-words").textContent()) ?? "", /middle 90 % of 40 runs.*Dotted: their median/s);
});

page_test("what does not touch the runs leaves the band alone", fake_page(), { hash: "#policy=more&future=calm" }, async (page) => {
  await band_ready(page);
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    Object.assign(globalThis, { asked: 0 });
    Worker.prototype.postMessage = function (this: Worker, ...all: [unknown]) {
      ++(globalThis as unknown as { asked: number }).asked;
      return post.apply(this, all as never);
    };
  });
  const asked = () => page.evaluate(() => (globalThis as unknown as { asked: number }).asked);
  await page.getByRole("button", { name: "Why is Catch as it is?" }).click();
  await page.getByRole("button", { name: "Keep and compare" }).click();
  await page.waitForTimeout(200);
  assert.equal(await asked(), 0);
  assert.ok(await page.locator(".band").count());
  await page.getByRole("radio", { name: "Dry" }).check();
  await until(async () => assert.ok((await asked()) > 0, "nothing was asked"));
});

page_test("the marked instant is the same in all charts", fake_page(), {}, async (page) => {
  await band_ready(page);
  const chart = page.locator('figure[data-name="population"] svg.chart');
  const box = (await chart.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.5);
  const lines = await page.locator(".cursor > path").evaluateAll((all) => all.map((one) => one.getAttribute("d")?.split(" ")[0]));
  assert.equal(lines.length, 3);
  assert.ok(await page.locator('figure[data-name="catch"] .cursor text').count());
  await page.mouse.click(box.x + box.width * 0.4, box.y + box.height * 0.5);
  await page.mouse.move(5, 5);
  const words = (await page.locator(".readout").textContent()) ?? "";
  assert.ok((await page.locator(".indicators h2").textContent())?.includes(words.replace("Values at ", "")));
  assert.ok(await page.locator('figure[data-name="population"] .band').count(), "the band stays");
});

page_test("why drills down from an indicator through its causes and back", fake_page(), { hash: "#policy=more&future=calm&why=catch&time=78" }, async (page) => {
  const strip = page.locator(".why .strip:not([aria-busy])");
  await strip.locator("tr", { hasText: "Population" }).waitFor();
  const parts = await strip.locator("tbody td:last-child").allTextContents();
  const numbers = parts.map((text) => Number(text.replace("\u2212", "-").replace("+", "").split("\u00a0")[0]));
  const sentence = (await strip.locator("p").first().textContent()) ?? "";
  const difference = Number(/([\d.]+)\sfish (higher|lower)/.exec(sentence)?.[1]) * (sentence.includes("lower") ? -1 : 1);
  assert.ok(Math.abs(numbers.reduce((a, b) => a + b, 0) - difference) < 0.1, `${numbers} make ${difference}`);
  await strip.getByRole("button", { name: "Population" }).click();
  await page.locator(".trail [aria-current]", { hasText: "Fish in the lake" }).waitFor();
  await page.getByRole("button", { name: "Catch", exact: true }).click();
  await strip.locator("tr", { hasText: "Population" }).waitFor();
});

page_test("loops, diagram and equations are made when opened", fake_page(), { hash: "#policy=more&future=calm" }, async (page) => {
  await page.getByText("Which feedback loops drive it when").click();
  assert.match((await page.locator("svg.stack").getAttribute("aria-label")) ?? "", /at the end R1 \d+ percent, B1/);
  assert.match((await page.locator(".loop-list").textContent()) ?? "", /R1 Births.*reinforcing.*B1 Crowding.*balancing/s);
  await page.getByText("Diagram of the model").click();
  assert.equal(await page.locator(".diagram svg text").textContent(), "stock_flow population 2");
  await page.locator(".diagram select").selectOption("causal_loop");
  assert.equal(await page.locator(".diagram svg text").textContent(), "causal_loop population 2");
  await page.locator(".equations summary").click();
  await page.locator(".equation").first().waitFor();
  assert.equal(await page.locator(".equation").count(), 2);
  await page.getByPlaceholder("a word or a name").fill("harvest");
  assert.match((await page.locator(".equation").textContent()) ?? "", /aux catch/);
});

async function taken(page: Page, what: string): Promise<{ name: string; data: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(`[data-take="${what}"]`).click(),
  ]);
  return { name: download.suggestedFilename(), data: readFileSync(await download.path()) };
}

page_test("pictures, table and paper can be taken away", fake_page(), { hash: "#policy=more&future=calm" }, async (page) => {
  await band_ready(page);
  const svg = await taken(page, "svg");
  assert.equal(svg.name, "how_much_may_we_fish.svg");
  const text = svg.data.toString();
  for (const part of ["Now: Fish hard &lt;/script&gt; &amp; fast", "As it is (baseline)", "Not a forecast", 'stroke-dasharray="4 3"']) {
    assert.ok(text.includes(part), part);
  }
  assert.equal(text.match(/class="chart"/g)?.length, 3);
  const png = await taken(page, "png");
  assert.equal(png.data.subarray(1, 4).toString(), "PNG");
  const [width, height] = [png.data.readUInt32BE(16), png.data.readUInt32BE(20)];
  const size = /viewBox="0 0 (\d+) (\d+)"/.exec(text) ?? [];
  assert.deepEqual([width, height], [2 * Number(size[1]), 2 * Number(size[2])]);
  const csv = (await taken(page, "csv")).data.toString().trim().split("\r\n");
  assert.equal(csv.length, 158);
  assert.equal(csv[0]?.split(",")[1], "Fish in the lake [fish]: As it is");
  assert.deepEqual(csv[1]?.split(",").slice(0, 3), ["0", "200", "200"]);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;
  assert.ok(pages >= 1 && pages <= 3, `${pages} pages`);
});

page_test("on paper there are no controls and every chart", fake_page(), {}, async (page) => {
  await page.emulateMedia({ media: "print" });
  assert.ok(!(await page.locator(".controls").isVisible()));
  assert.ok(!(await page.locator(".tools").isVisible()));
  for (const name of ["population", "catch", "scarcity"]) {
    assert.ok(await page.locator(`figure[data-name="${name}"] svg.chart`).isVisible());
  }
  assert.ok(await page.locator(".indicators table").isVisible());
});

page_test("on a phone the chart stays in sight while a lever is dragged", fake_page(), { device: kPhone }, async (page) => {
  await band_ready(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `the page is ${wide} wide`);
  const slider = page.locator('.lever[data-name="growth"] input[type=range]');
  await slider.evaluate((one) => one.scrollIntoView({ block: "center" }));
  const chart = (await page.locator('figure[data-name="population"] svg.chart').boundingBox())!;
  const lever = (await slider.boundingBox())!;
  assert.ok(chart.y >= 0 && chart.y + chart.height < lever.y, "the chart is above the lever, in sight");
  const before = await path_of(page, "population", kNow);
  await page.touchscreen.tap(lever.x + lever.width * 0.8, lever.y + lever.height / 2);
  await until(async () => assert.notEqual(await path_of(page, "population", kNow), before));
});

page_test("the story leads through its steps", fake_page(), {}, async (page) => {
  assert.match((await page.locator(".story").textContent()) ?? "", /Step 1 of 2.*Where we are/s);
  assert.equal(await page.locator("figure.named").count(), 1);
  await page.getByRole("button", { name: "Next" }).press("Enter");
  assert.ok(await page.getByRole("radio", { name: "Fish hard" }).isChecked());
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Back", "the focus stays in the story");
  assert.equal(await page.locator("figure.named").count(), 2);
  assert.match((await page.locator(".note").textContent()) ?? "", /Finding: The lake pays\..*Harvest 0\.06/s);
  await page.getByRole("button", { name: "Close" }).click();
  assert.equal(await page.locator("figure.named").count(), 0);
  await page.getByRole("button", { name: "Tell the story" }).click();
  assert.match((await page.locator(".story").textContent()) ?? "", /Where we are/);
});

page_test("on a phone the step's charts come first", fake_page(), { device: kPhone, hash: "#policy=more&future=calm&step=1" }, async (page) => {
  await band_ready(page);
  const left = async (name: string) => (await page.locator(`figure[data-name="${name}"]`).boundingBox())?.x ?? NaN;
  assert.ok((await left("catch")) < (await left("scarcity")));
  await page.locator(".charts").evaluate((grid) => (grid.scrollLeft = 500));
  await page.getByRole("button", { name: "Back" }).tap();
  await until(async () => assert.ok(Math.abs((await left("population")) - 16) < 2, "from the beginning again"));
});

page_test("a lever that a rule moves says so, and moving it replaces the rule", fake_page(), { hash: "#policy=rule&future=calm" }, async (page) => {
  await band_ready(page);
  const row = page.locator('.lever[data-name="harvest"]');
  assert.equal(await row.locator("output").textContent(), "by a rule");
  const before = await path_of(page, "population", kNow);
  await drag(page, "harvest", [0.75]);
  assert.match((await row.locator("output").textContent()) ?? "", /^0\.07\d\s1\/week$/);
  assert.notEqual(await path_of(page, "population", kNow), before);
  await row.locator(".reset").click();
  assert.equal(await path_of(page, "population", kNow), before);
});

for (const [name, device] of [["desktop", {}], ["phone", { device: kPhone }]] as const) {
  page_test(`axe finds nothing serious on a ${name}`, fake_page(), { ...device, hash: "#policy=more&future=calm&step=1&keep=Mine~pause~~" }, async (page) => {
    await band_ready(page);
    for (const details of await page.locator(".rest > details > summary").all()) await details.click();
    assert.deepEqual(await serious_findings(page), []);
  });
}

// The darkest and the most colourful point along the last half of each curve, in a picture of the
// chart; of a dash, a gap may be at a point.
async function ink_of(chart: Locator): Promise<{ darkest: number; colour: number; dash: string }[]> {
  const shot = (await chart.screenshot()).toString("base64");
  return chart.evaluate(async (svg, picture) => {
    const image = new Image();
    const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
    image.src = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    context.drawImage(image, 0, 0);
    const { data, width } = context.getImageData(0, 0, canvas.width, canvas.height);
    const box = svg.getBoundingClientRect();
    const scale = width / box.width;
    return [...svg.querySelectorAll<SVGPathElement>(".line")].map((line) => {
      const matrix = line.getScreenCTM()!;
      const whole = line.getTotalLength();
      let [darkest, colour] = [255, 0];
      for (let part = 0.5; part < 0.98; part += 0.004) {
        const at = line.getPointAtLength(part * whole).matrixTransform(matrix);
        const place = 4 * (Math.floor((at.y - box.top) * scale) * width + Math.floor((at.x - box.left) * scale));
        const [r = 255, g = 255, b = 255] = data.subarray(place, place + 3);
        darkest = Math.min(darkest, 0.2126 * r + 0.7152 * g + 0.0722 * b);
        colour = Math.max(colour, Math.max(r, g, b) - Math.min(r, g, b));
      }
      return { darkest, colour, dash: `${line.getAttribute("stroke-dasharray")} ${line.getAttribute("stroke-width")}` };
    });
  }, shot);
}

// In Chromium's own simulation: every curve's ink stands out from the paper, and its name and dash
// say which it is.
page_test("in grey and to the colour-blind every curve is seen and named", fake_page(), { hash: "#policy=more&future=calm&keep=Mine~pause~~" }, async (page) => {
  await band_ready(page);
  const debuggee = await page.context().newCDPSession(page);
  for (const type of ["achromatopsia", "deuteranopia", "protanopia", "tritanopia"] as const) {
    await debuggee.send("Emulation.setEmulatedVisionDeficiency", { type });
    const seen = await ink_of(page.locator('figure[data-name="population"] svg.chart'));
    for (const { darkest, colour } of seen) {
      assert.ok(darkest < 190, `${type}: ${darkest} of 255 on white`);
      if (type === "achromatopsia") assert.ok(colour < 12, `colour ${colour} in grey`);
    }
    assert.equal(new Set(seen.map(({ dash }) => dash)).size, 3);
  }
  const names = await page.locator('figure[data-name="population"] .ends text[font-weight]').allTextContents();
  assert.deepEqual(names.sort(), ["As it is", "Mine", "Now"]);
});

page_test("shares are read in percent, and differ by percentage points", fake_page({
  indicators: kPayload.indicators.map((one) => (one.name === "scarcity" ? { ...one, share: true } : one)),
  levers: kPayload.levers.map((one) => (one.name === "harvest" ? { ...one, unit: "1" } : one)),
}), { hash: "#policy=more&future=calm" }, async (page) => {
  const row = page.locator(".indicators tbody tr", { hasText: "Scarcity" });
  assert.match((await row.textContent()) ?? "", /\d\u00a0%.*\d\u00a0%.*pp (worse|better)/);
  const ticks = await page.locator('figure[data-name="scarcity"] svg.chart text').allTextContents();
  assert.ok(ticks.some((text) => /^\d+\u00a0%$/.test(text)), ticks.join(" "));
  const lever = page.locator('.lever[data-name="harvest"]');
  assert.match((await lever.locator("output").textContent()) ?? "", /^[\d.]+\u00a0%$/);
  await lever.locator("input").press("PageUp");
  assert.match((await lever.locator("output").textContent()) ?? "", /^[\d.]+\u00a0%$/);
  assert.match((await lever.locator(".marks").textContent()) ?? "", /^0\u00a0% to 10\u00a0%/);
  await page.waitForFunction(() => /harvest(:|%3A)0\.\d/.test(location.hash)); // the number itself
  const csv = (await taken(page, "csv")).data.toString();
  assert.doesNotMatch(csv, /%/);
});

page_test("colours are told apart without colour", fake_page(), { hash: "#policy=more&future=calm&keep=Mine~pause~~" }, async (page) => {
  await band_ready(page);
  const looks = await page.locator('figure[data-name="population"] .line').evaluateAll((lines) =>
    lines.map((line) => `${line.getAttribute("stroke-dasharray")} ${line.getAttribute("stroke-width")}`),
  );
  assert.equal(new Set(looks).size, looks.length);
  const names = await page.locator('figure[data-name="population"] .ends text[font-weight]').allTextContents();
  assert.deepEqual(names.sort(), ["As it is", "Mine", "Now"]);
});

const said = async (page: Page) => (await page.locator(".broken").textContent()) ?? "";

page_test("a broken payload gives a readable message", () => page_with('{"format": 1, "title": '), { broken: true }, async (page) => {
  assert.match(await said(page), /This page cannot be shown.*it is not JSON/s);
  assert.ok(!(await page.locator("main").isVisible()));
});

page_test("a payload without a part names the part", () => page_with(JSON.stringify({ ...kPayload, levers: undefined })), { broken: true }, async (page) => {
  assert.match(await said(page), /levers is missing/);
});

page_test("a page without a scenario says how to make one", () => page_with(""), { broken: true }, async (page) => {
  assert.match(await said(page), /slackwater page SCENARIO/);
});

page_test("a model that the engine refuses is shown with the engine's words", fake_page({ model: { name: "m.sd", text: "BROKEN", title: "", bytes: "", links: "", forms: [] } }), { broken: true }, async (page) => {
  assert.match(await said(page), /model\.sd:1:1: there is no such word \[E001\]/);
});

const kDamages: Record<string, (text: string) => string> = {
  "cut off": (text) => text.slice(0, -100),
  changed: (text) => text.slice(0, 100) + (text[100] === "!" ? "#" : "!") + text.slice(101),
};
for (const [damage, damaged] of Object.entries(kDamages)) {
  const html = async () => (await fake_page()()).replace(/(?<=id="slackwater-payload">)[^<]*/, damaged);
  page_test(`a scenario that is ${damage} is said`, html, { broken: true }, async (page) => {
    assert.match(await said(page), /This page cannot be shown.*This page's scenario is broken.*cut off or changed/s);
    assert.ok(!(await page.locator("main").isVisible()));
  });
}

page_test("a cut-off engine is said", async () => (await fake_page()()).replace(/(id="slackwater-engine">.{10})[^<]*/, "$1"), { broken: true }, async (page) => {
  assert.match(await said(page), /engine is broken.*cut off/s);
});

const says_why = async (page: Page) => {
  await page.locator(".broken").waitFor();
  assert.match(await said(page), /This page cannot be shown.*is incomplete, or its scripts were not run.*cut off.*JavaScript/s);
};
for (const percent of [30, 60, 90, 99]) {
  const html = async () => {
    const whole = await fake_page()();
    return whole.slice(0, (whole.lastIndexOf("</script>") * percent) / 100);
  };
  page_test(`a file that is cut off at ${percent} % says so`, html, { unstarted: true }, async (page) => {
    await says_why(page);
    assert.deepEqual(await serious_findings(page), []);
  });
}

page_test("without scripts the page says why it stays empty", fake_page(), { device: { ...kDesktop, javaScriptEnabled: false }, unstarted: true }, says_why);

page_test("a page that starts shows nothing of that, not even for a moment", fake_page(), {}, async (page) => {
  await page.addInitScript(() => {
    const seen: boolean[] = [];
    Object.assign(globalThis, { seen });
    const look = () => {
      const box = document.querySelector(".broken");
      if (box) seen.push(box.checkVisibility({ visibilityProperty: true }));
      requestAnimationFrame(look);
    };
    // The parser has just added the box: the loader has not run.
    const added = new MutationObserver(() => {
      if (!document.querySelector(".broken")) return;
      added.disconnect();
      look();
    });
    added.observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await page.waitForSelector("html[data-ready=yes]");
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: boolean[] }).seen);
  assert.ok(seen.length > 0);
  assert.ok(!seen.includes(true), seen.join());
});

page_test("sections that an engine has nothing for are not there", fake_page({ model: { name: "m.sd", text: "BARE", title: "", bytes: "", links: "", forms: [] } }), {}, async (page) => {
  for (const part of [".why", ".loops", ".diagram", ".ask"]) {
    assert.ok(!(await page.locator(part).first().isVisible()), part);
  }
  assert.ok(await page.locator(".equations").isVisible());
});

page_test("after a trap the page goes on with a fresh engine", fake_page({ model: { name: "m.sd", text: "TRAPS", title: "", bytes: "", links: "", forms: [] } }), {}, async (page) => {
  const before = await path_of(page, "population", kNow);
  const slider = page.locator('.lever[data-name="growth"] input[type=range]');
  await slider.press("End");
  await page.waitForSelector(".warning:not([hidden])");
  assert.match((await page.locator(".warning").textContent()) ?? "", /cannot run this: the engine stopped/);
  await page.locator('.lever[data-name="growth"] .reset').click();
  assert.ok(!(await page.locator(".warning").isVisible()));
  await slider.press("PageDown");
  assert.notEqual(await path_of(page, "population", kNow), before);
});

const framed = async () => {
  const inner = (await fake_page()()).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<!doctype html><html lang="en" data-ready="yes"><title>Notebook</title><body><iframe title="What if" width="1200" height="800" srcdoc="${inner}"></iframe>`;
};

page_test("inside a notebook's frame it works and draws its band", framed, {}, async (page) => {
  const frame = page.frameLocator("iframe");
  await frame.locator('figure[data-name="population"] .band').first().waitFor();
  await frame.getByRole("radio", { name: "Fish hard" }).check();
  assert.match((await frame.locator(".note").textContent()) ?? "", /Finding: The lake pays/);
});

page_test("a run that stops early is said and drawn as far as it came", fake_page({ model: { name: "m.sd", text: "STOPS", title: "", bytes: "", links: "", forms: [] } }), {}, async (page) => {
  assert.match((await page.locator(".warning").textContent()) ?? "", /stopped early: week 20: division by zero/);
  assert.notEqual(await path_of(page, "population", kNow), "");
});
