// A page in Debian's Chromium, and what the tests look at. Requests and errors are collected: a
// test fails when the page asked the network for anything or reported an error.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test, type TestContext } from "node:test";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

export const kWeb = process.env["SLACKWATER_WEB"] ?? process.cwd();
const kChromium = process.env["SLACKWATER_CHROMIUM"] ?? "/usr/bin/chromium";
const kFailed = join(kWeb, "build", "failed");

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), "slackwater_page_"));

before(async () => {
  mkdirSync(kFailed, { recursive: true });
  browser = await chromium.launch({
    executablePath: kChromium,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

export const kDesktop: BrowserContextOptions = { viewport: { width: 1400, height: 900 } };
export const kPhone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

let pages = 0;

/** Writes a page to a file, as a person gets it by mail. */
export function file_of(html: string): string {
  const path = join(folder, `page_${++pages}.html`);
  writeFileSync(path, html);
  return pathToFileURL(path).href;
}

/**
 * Looks until what is said of the page is so, at most 250 times, which takes five seconds or more: how
 * soon a machine that has other work to do draws it is not what a test is about.
 */
export async function until(holds: () => Promise<void> | void): Promise<void> {
  for (let tries = 250; ; --tries) {
    try {
      return await holds();
    } catch (problem) {
      if (tries === 0) throw problem;
      await new Promise((again) => setTimeout(again, 20));
    }
  }
}

/** Moves a slider by mouse from where it stands to parts of its track. */
export async function drag(
  page: Page,
  name: string,
  parts: number[],
  while_down?: () => Promise<void>,
  steps = 4,
): Promise<void> {
  const slider = page.locator(`.lever[data-name="${name}"] input[type=range]`);
  await slider.scrollIntoViewIfNeeded();
  const box = (await slider.boundingBox())!;
  const at = (part: number) => box.x + 9 + part * (box.width - 18);
  const value = Number(await slider.inputValue());
  const [low, high] = [Number(await slider.getAttribute("min")), Number(await slider.getAttribute("max"))];
  await page.mouse.move(at((value - low) / (high - low)), box.y + box.height / 2);
  await page.mouse.down();
  for (const part of parts) await page.mouse.move(at(part), box.y + box.height / 2, { steps });
  // What the last move asked for is drawn in the frame before this returns.
  await page.evaluate(() => new Promise<void>((drawn) => requestAnimationFrame(() => drawn())));
  await while_down?.();
  await page.mouse.up();
}

/**
 * What axe-core finds of serious weight, of a page that has come to rest: what is out of date is
 * dimmed until its answer is there, a tenth of a second later.
 */
export async function serious_findings(page: Page): Promise<string[]> {
  await page.waitForFunction(
    () => !document.querySelector("[aria-busy=true]") && document.getAnimations().every(({ playState }) => playState === "finished"),
  );
  const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  // Through the debugger's own world, which the page's policy does not bind.
  await page.evaluate(readFileSync(axe, "utf8"));
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(
      ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
    );
  });
  return found.filter((one) => /^(serious|critical)/.test(one));
}

// What a worker says is heard so many milliseconds later: finds tests that do not wait for it.
const kLate = Number(process.env["SLACKWATER_LATE"] ?? 0);

function delay_workers(milliseconds: number): void {
  const original = Object.getOwnPropertyDescriptor(Worker.prototype, "onmessage")!;
  Object.defineProperty(Worker.prototype, "onmessage", {
    ...original,
    set(this: Worker, hear: (event: MessageEvent) => void) {
      original.set!.call(this, (event: MessageEvent) => setTimeout(() => hear.call(this, event), milliseconds));
    },
  });
}

interface Options {
  device?: BrowserContextOptions;
  hash?: string;
  /** The page is meant to say that it is broken. */
  broken?: boolean;
  /** The page is meant never to start. */
  unstarted?: boolean;
}

/** A test with an open page. A failing one leaves a picture in build/failed. */
export function page_test(
  name: string,
  html: () => Promise<string>,
  options: Options,
  body: (page: Page, url: string, context: TestContext) => Promise<void>,
): void {
  test(name, async (running) => {
    const context = await browser.newContext({ acceptDownloads: true, ...(options.device ?? kDesktop) });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    if (kLate > 0) await page.addInitScript(delay_workers, kLate);
    const requests: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => {
      if (!/^(file|blob):/.test(request.url())) requests.push(request.url());
    });
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("pageerror", (problem) => errors.push(problem.message));
    try {
      const url = file_of(await html());
      await page.goto(url + (options.hash ?? ""));
      if (!options.unstarted) await page.waitForSelector("html[data-ready]");
      const ready = await page.locator("html").getAttribute("data-ready");
      assert.equal(ready, options.unstarted ? null : options.broken ? "broken" : "yes", errors.join("\n"));
      await body(page, url, running);
      assert.deepEqual(errors, [], "the page reported errors");
      assert.deepEqual(requests, [], "the page asked the network");
    } catch (problem) {
      const picture = join(kFailed, `${name.replace(/\W+/g, "_")}.png`);
      await page.screenshot({ path: picture, fullPage: true }).catch(() => undefined);
      throw problem;
    } finally {
      await context.close();
    }
  });
}

/** The path data of a curve, by the position of its line. */
export async function path_of(page: Page, indicator: string, line: number): Promise<string> {
  const path = page.locator(`figure[data-name="${indicator}"] path[data-line="${line}"]`);
  return (await path.getAttribute("d")) ?? "";
}

/** The numbers beside the axis of a chart. */
export async function axis_of(page: Page, indicator: string): Promise<string[]> {
  return page
    .locator(`figure[data-name="${indicator}"] svg.chart > text[text-anchor="end"]`)
    .allTextContents();
}
