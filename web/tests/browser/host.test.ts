// A page inside a notebook's widget: the front end of sw.WhatIf with a model as Jupyter has it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { fake_page } from "./fake_page.ts";
import { kWeb, page_test } from "./browser.ts";

const kWidget = readFileSync(join(kWeb, "../bindings/python/slackwater/what_if.js"), "utf8");

// What a Jupyter front end gives a widget: values, changes of them, and the way to Python.
const kModel = `
  const values = { page: PAGE, height: 700, policy: "as_is", future: "calm", changes: {}, shown: {} };
  const hears = [];
  window.saved = [];
  window.changes = 0;
  window.python = {
    get: (name) => values[name],
    set(given) {
      const other = (name) => JSON.stringify(values[name]) !== JSON.stringify(given[name]);
      const changed = Object.keys(given).filter(other);
      window.changes += changed.some((name) => name !== "shown") ? 1 : 0;
      Object.assign(values, given);
      for (const name of changed) for (const [event, hear] of [...hears]) if (event === "change:" + name) hear();
    },
    on: (event, hear) => hears.push([event, hear]),
    off: (event, hear) => hears.splice(hears.findIndex((one) => one[0] === event && one[1] === hear), 1),
    save_changes: () => window.saved.push({ ...values.shown }),
  };`;

const notebook_of = (cells: string[]) => async () => {
  const page = JSON.stringify(await fake_page()()).replaceAll("<", "\\u003c");
  const widget = kWidget.replace("export default {", "window.widget = {");
  return `<!doctype html><html lang="en" data-ready="yes"><title>Notebook</title><body>${cells.map((cell) => `<div id="${cell}"></div>`).join("")}<script>${widget}${kModel.replace("PAGE", () => page)}
    window.leave = ${JSON.stringify(cells)}.map((cell) => widget.render({ model: python, el: document.getElementById(cell) }))[0];</script>`;
};
const notebook = notebook_of(["cell"]);

interface Shown {
  policy: string;
  future: string;
  changes: Record<string, number>;
  fingerprint: string;
}

async function last_shown(page: Page, count: number): Promise<Shown> {
  await page.waitForFunction((wanted) => (globalThis as never as { saved: unknown[] }).saved.length >= wanted, count);
  const saved = await page.evaluate(() => (globalThis as never as { saved: Shown[] }).saved);
  assert.equal(saved.length, count, "each state is said once");
  return saved.at(-1)!;
}

const set = (page: Page, name: string, value: unknown) =>
  page.evaluate(
    ([name, value]) => (globalThis as never as { python: { set(given: unknown): void } }).python.set({ [name]: value }),
    [name, value] as const,
  );

page_test("page and notebook have the same levers, policy and future", notebook, {}, async (page) => {
  const frame = page.frameLocator("iframe");
  const first = await last_shown(page, 1);
  assert.deepEqual([first.policy, first.future, first.changes], ["as_is", "calm", {}]);

  await frame.getByRole("radio", { name: "Fish hard" }).check();
  const chosen = await last_shown(page, 2);
  assert.equal(chosen.policy, "more");
  assert.notEqual(chosen.fingerprint, first.fingerprint);

  await frame.locator('.lever[data-name="growth"] input[type=range]').focus();
  await page.keyboard.press("End");
  assert.deepEqual((await last_shown(page, 3)).changes, { growth: 0.2 });

  await set(page, "changes", { harvest: 0.05 });
  await frame.locator('.lever[data-name="harvest"].changed').waitFor();
  assert.deepEqual((await last_shown(page, 4)).changes, { harvest: 0.05 });
  assert.equal(await frame.locator('.lever[data-name="growth"].changed').count(), 0);
  await set(page, "future", "dry");
  assert.equal((await last_shown(page, 5)).future, "dry");
});

page_test("the page of a widget keeps away from the notebook around it", notebook, {}, async (page) => {
  await last_shown(page, 1);
  const before = await page.evaluate(() => [location.href, history.length]);
  const frame = page.frameLocator("iframe");
  await frame.getByRole("radio", { name: "Fish hard" }).check();
  await last_shown(page, 2);
  assert.deepEqual(await page.evaluate(() => [location.href, history.length]), before, "no entry in the history");
  assert.equal(await frame.locator('[data-take="link"]').isVisible(), false, "there is no address to copy");
  const inside = page.frames()[1]!;
  assert.equal(await inside.evaluate(() => self.origin), "null");
  // After the first connection the window is not listened to any more.
  await page.evaluate(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (document.title = "answered");
    const choice = "policy=pause&future=calm";
    document.querySelector("iframe")!.contentWindow!.postMessage({ slackwater: 2, choice, serial: 9 }, "*", [port2]);
  });
  await page.waitForTimeout(100);
  assert.equal(await page.title(), "Notebook");
  assert.equal(await frame.locator("input[name=policy]:checked").inputValue(), "more");
});

page_test("a cell that is moved or closed in the notebook goes on with the same choice", notebook, {}, async (page) => {
  await last_shown(page, 1);
  await set(page, "policy", "pause");
  await last_shown(page, 2);
  await page.evaluate(() => document.body.append(document.getElementById("cell")!)); // loads the frame again
  await last_shown(page, 3);
  const frame = page.frameLocator("iframe");
  assert.equal(await frame.locator("input[name=policy]:checked").inputValue(), "pause");
  await page.evaluate(() => (globalThis as never as { leave(): void }).leave());
  await set(page, "policy", "more");
  await page.waitForTimeout(100);
  assert.equal(await frame.locator("input[name=policy]:checked").inputValue(), "pause");
});

const changes = (page: Page) => page.evaluate(() => (globalThis as never as { changes: number }).changes);

page_test("several settings in one cell are several changes, and none comes back", notebook, {}, async (page) => {
  await last_shown(page, 1);
  await page.evaluate(() => {
    const { python } = globalThis as never as { python: { set(given: unknown): void } };
    for (const given of [{ policy: "more" }, { future: "dry" }, { changes: { growth: 0.1 } }]) python.set(given);
  });
  const shown = await last_shown(page, 2);
  assert.deepEqual([shown.policy, shown.future, shown.changes], ["more", "dry", { growth: 0.1 }]);
  await page.waitForTimeout(300);
  assert.equal(await changes(page), 3);
});

page_test("two views of one widget come to rest on the same choice", notebook_of(["cell", "other"]), {}, async (page) => {
  const [one, other] = [page.frameLocator("#cell iframe"), page.frameLocator("#other iframe")];
  for (const frame of [one, other]) await frame.locator("html[data-ready=yes]").waitFor();
  await page.waitForTimeout(300);
  await page.evaluate(() => {
    const { python } = globalThis as never as { python: { set(given: unknown): void } };
    for (const given of [{ policy: "more" }, { future: "dry" }, { changes: { growth: 0.1 } }, { policy: "pause" }, { future: "calm" }]) python.set(given);
  });
  // A click before the last of them is heard would be overruled by it.
  for (const frame of [one, other]) await frame.locator("input[name=policy][value=pause]:checked").waitFor();
  await page.waitForTimeout(500);
  assert.equal(await changes(page), 5);
  await one.getByRole("radio", { name: "Fish hard" }).check();
  await other.locator("input[name=policy][value=more]:checked").waitFor();
  await page.waitForTimeout(500);
  assert.equal(await changes(page), 6);
  for (const frame of [one, other]) {
    assert.equal(await frame.locator("input[name=policy]:checked").inputValue(), "more");
  }
});
