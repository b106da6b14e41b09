// Colours and dashes of engine/report's palette.cpp: one meaning in the page, the briefing and the
// notebook. Source of the colours: Okabe and Ito (2008), Color Universal Design.

export interface LineStyle {
  color: string;
  dash: string;
  width: number;
  ghost: boolean;
}

const kStyles: [string, string, number][] = [
  ["#0072b2", "", 2.2],
  ["#d55e00", "8 3", 2.0],
  ["#009e73", "2.5 2.5", 2.2],
  ["#cc79a7", "10 3 2 3", 2.0],
  ["#e69f00", "5 2", 2.0],
  ["#56b4e9", "12 3 2 3 2 3", 2.0],
];

/** The style of the scenario at a position, counted without the baseline. */
export function line_style(position: number): LineStyle {
  const [color, dash, width] = kStyles[position % kStyles.length] ?? ["#0072b2", "", 2.2];
  // A seventh shares a colour, so its dash must differ.
  return { color, dash: position >= kStyles.length ? "1.5 3" : dash, width, ghost: false };
}

export const kBaselineStyle: LineStyle = { color: "#767676", dash: "4 3", width: 1.8, ghost: true };

// Source: WCAG 2.1, definition of relative luminance.
function luminance(color: number[]): number {
  const linear = (part: number) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  const [r = 0, g = 0, b = 0] = color.map(linear);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The colour, darkened until text in it reads well on white. */
export function readable_on_white(color: string): string {
  let tone = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  while (1.05 / (luminance(tone) + 0.05) < 4.6) tone = tone.map((part) => part * 0.97);
  return "#" + tone.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");
}
