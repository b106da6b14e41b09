"""The briefing in a browser: no text is cut off or lies on another, on screen, paper and phone.

A browser lays the page out; a script, which the page itself would refuse, measures the boxes of its
texts and leaves what it found in the document.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from command_case import ROOT, Run

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGSHIP = ROOT / "scenarios" / "improvement_as_system_work"
SCENARIOS = [
    ROOT / "scenarios" / "slack_and_rework.yaml",
    FLAGSHIP / "choose_a_policy.yaml",
    FLAGSHIP / "now_or_later.yaml",
    ROOT / "scenarios" / "library" / "pay_down_debt.yaml",
]
PAPER = 695  # the width of A4 between the briefing's margins, 184 mm, in CSS pixels

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium")

MEASURE = """
const found = [];
const say = (what, a, b) => found.push([what, a.textContent, b ? b.textContent : ""].join(" | "));
const box = node => node.getBoundingClientRect();
for (const svg of document.querySelectorAll("svg.chart, svg.diagram")) {
  const frame = box(svg), texts = [...svg.querySelectorAll("text")];
  if (texts.length === 0) say("no text in a chart", svg);
  texts.forEach((text, i) => {
    const a = box(text);
    if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.bottom > frame.bottom + 1)
      say("leaves its chart", text);
    for (const other of texts.slice(i + 1)) {
      const b = box(other);
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 0.25 * Math.min(a.height, b.height)) say("overlap", text, other);
    }
  });
}
for (const cell of document.querySelectorAll("td, th, li, p, h1, h2, h3"))
  if (cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth > 0) say("cut off", cell);
const edge = document.documentElement.clientWidth + 1;
for (const part of document.querySelectorAll("body *"))
  if (box(part).right > edge && !part.parentElement.closest(".scroll, svg"))
    say("wider than the window", part);
for (const table of document.querySelectorAll(".scroll"))
  if (FIXED && table.scrollWidth > table.clientWidth + 1) say("a table is too wide", table);
const size = parseFloat(getComputedStyle(document.querySelector(".answer p")).fontSize);
document.body.innerHTML = "<pre id=found></pre>";
document.getElementById("found").textContent = JSON.stringify([size, found]);
"""


def lay_out(page: Path, width: int, paper: bool, tmp_path: Path) -> tuple[float, list[str]]:
    """The size of the answer's letters, and every text that is cut off or overlapped."""
    text = page.read_text()
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    if paper:
        # Before the rules for narrow screens nothing is decided, so paper's come last as they do.
        text = text.replace("@media print{", "@media all{").replace(
            "(max-width:", "(max-width:1px) and (max-width:"
        )
    measure = MEASURE.replace("FIXED", "true" if width > 500 else "false")
    copy = tmp_path / "page.html"
    copy.write_text(text.replace("</body>", f"<script>{measure}</script></body>"))
    frame = tmp_path / "frame.html"
    # A window cannot be as narrow as a phone; a frame can.
    frame.write_text(
        f'<body style="margin:0"><iframe src="page.html" width={width} height=9000></iframe>'
        "<script>onload=()=>{document.body.innerHTML="
        "frames[0].document.body.innerHTML}</script>"
    )
    done = subprocess.run(
        [BROWSER, "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        + ["--disable-background-networking", "--allow-file-access-from-files"]
        + (["--no-sandbox"] if os.geteuid() == 0 else [])
        + [f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1000,3000"]
        + ["--virtual-time-budget=5000", "--dump-dom", frame.as_uri()],
        capture_output=True,
        timeout=120,
        check=True,
    )
    found = re.search(r'<pre id="found">(.*?)</pre>', done.stdout.decode(), re.DOTALL)
    assert found, done.stdout.decode()[-2000:] + done.stderr.decode()[-1000:]
    size, problems = json.loads(html.unescape(found[1]))
    return size, problems


def pages_of(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_nothing_is_cut_off_or_overlaps(run: Run, tmp_path: Path, scenario: Path) -> None:
    paper = ("--pdf", "out.pdf")
    assert run("compare", scenario, "--out", "out", "--defaults-only", "--quiet", *paper).code == 0
    assert pages_of(tmp_path / "out.pdf") == 3
    page = tmp_path / "out" / "briefing.html"
    for width, on_paper in ((794, False), (PAPER, True), (390, False)):
        size, problems = lay_out(page, width, on_paper, tmp_path)
        assert problems == [], (width, on_paper)
        assert size >= 9.3 / 0.75 - 0.1 if on_paper else size >= 15  # 9.3 pt; 15 px on a phone
