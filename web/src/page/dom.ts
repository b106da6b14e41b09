/** Fills an element, and only if its content is another one; the focus stays where it was. */
export function put(element: Element, html: string): boolean {
  const known = contents.get(element);
  if (known === html) return false;
  contents.set(element, html);
  const active = document.activeElement;
  const key = active && element.contains(active) ? active.getAttribute("data-key") : null;
  element.innerHTML = html;
  if (key !== null) {
    const same = element.querySelector<HTMLButtonElement>(`[data-key="${CSS.escape(key)}"]`);
    // A button that is now disabled cannot hold it; its neighbour can.
    const holder = same?.disabled ? same.parentElement?.querySelector<HTMLElement>("button:enabled") : same;
    holder?.focus({ preventScroll: true });
  }
  return true;
}

const contents = new WeakMap<Element, string>();

export function find<T extends Element = HTMLElement>(root: ParentNode, selector: string): T {
  const element = root.querySelector<T>(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
}

/** Hears an event of all present and future elements under `root` that match. */
export function on<K extends keyof HTMLElementEventMap>(
  root: Element,
  type: K,
  selector: string,
  hear: (element: HTMLElement, event: HTMLElementEventMap[K]) => void,
): void {
  root.addEventListener(type, (event) => {
    const element = (event.target as Element).closest<HTMLElement>(selector);
    if (element && root.contains(element)) hear(element, event as HTMLElementEventMap[K]);
  });
}

export function later(milliseconds: number, act: () => void): { start(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  return {
    stop,
    start() {
      stop();
      timer = setTimeout(act, milliseconds);
    },
  };
}
