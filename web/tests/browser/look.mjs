// Pictures of a page on a desktop, a phone and paper: node tests/browser/look.mjs PAGE.html FOLDER [HASH]
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [, , file, folder, hash = ""] = argv;
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.SLACKWATER_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const devices = {
  desktop: { viewport: { width: 1400, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
};
for (const [name, device] of Object.entries(devices)) {
  const page = await (await browser.newContext(device)).newPage();
  page.on("console", (message) => console.log(name, message.text()));
  page.on("pageerror", (problem) => console.log(name, problem.message));
  await page.goto(pathToFileURL(resolve(file)).href + hash);
  await page.waitForSelector("html[data-ready]");
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.screenshot({ path: join(folder, `${name}_full.png`), fullPage: true });
  if (name === "phone") {
    const slider = page.locator(".lever input[type=range]").first();
    if (await slider.count()) await slider.evaluate((one) => one.scrollIntoView({ block: "center" }));
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(folder, `${name}_lever.png`) });
  } else {
    await page.pdf({ path: join(folder, "print.pdf"), preferCSSPageSize: true });
  }
}
await browser.close();
