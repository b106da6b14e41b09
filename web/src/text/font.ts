// Widths of text without asking the browser, so that the page, its exports and the tests place
// labels alike. The widest font of the font list counts: what fits it fits the others.

// Advance widths of U+0020 to U+007E in thousandths of the size. Source: the hmtx tables of DejaVu
// Sans and DejaVu Sans Bold 2.37.
const kRegular = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636,
  636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775,
  752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390,
  337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
  635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];
const kBold = [
  348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696,
  696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821,
  837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457,
  365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687,
  716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
];
const kOther = 850; // most letters beyond ASCII are narrower
const kWide = 1050; // CJK and emoji take a full square

export function text_width(text: string, size: number, bold = false): number {
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    sum += (bold ? kBold : kRegular)[code - 0x20] ?? (code >= 0x800 ? kWide : kOther);
  }
  return (sum * size) / 1000;
}

/** The text, cut with an ellipsis where it is wider than `width`. */
export function shortened(text: string, width: number, size: number, bold = false): string {
  if (text_width(text, size, bold) <= width) return text;
  let kept = "";
  for (const character of text) {
    if (text_width(kept + character + "\u2026", size, bold) > width) break;
    kept += character;
  }
  return kept.trimEnd() + "\u2026";
}

/** The text broken at blanks into at most `lines` lines, the last one cut where it must be. */
export function wrapped(
  text: string,
  width: number,
  size: number,
  bold: boolean,
  lines: number,
): string[] {
  const result: string[] = [];
  let rest = text;
  while (rest && result.length + 1 < lines && text_width(rest, size, bold) > width) {
    let cut = -1;
    for (let blank = rest.indexOf(" "); blank >= 0; blank = rest.indexOf(" ", blank + 1)) {
      if (text_width(rest.slice(0, blank), size, bold) > width) break;
      cut = blank;
    }
    if (cut < 0) break;
    result.push(rest.slice(0, cut));
    rest = rest.slice(cut + 1);
  }
  if (rest) result.push(shortened(rest, width, size, bold));
  return result;
}
